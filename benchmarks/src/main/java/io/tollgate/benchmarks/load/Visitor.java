package io.tollgate.benchmarks.load;

import io.tollgate.benchmarks.BenchmarkException;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * One person with a browser, seen from the wire: sends bytes, reads one answer of HTTP/1.1 to its end. For logins, probes and
 * tests, not for load. Immutable.
 */
public final class Visitor {
    private static final int MILLIS = 30_000;

    private final SSLContext tls;
    private final String host;
    private final int port;

    /**
     * Visits one server of this machine.
     *
     * @param authority PEM file of the one authority that is trusted
     */
    public Visitor(Path authority, String host, int port) {
        this.tls = trusting(authority);
        this.host = host;
        this.port = port;
    }

    private static SSLContext trusting(Path authority) {
        try (InputStream in = Files.newInputStream(authority)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new BenchmarkException(authority + " can't be trusted: " + e.getMessage(), e);
        }
    }

    /** Asks for a page. */
    public Answer get(String path, Map<String, String> fields) {
        return send("GET", path, fields, "");
    }

    /** Asks for what load is to ask for, in the same words. */
    public Answer get(Target target) {
        return send("GET", target.path(), target.fields(), "");
    }

    /** Sends a form. */
    public Answer post(String path, Map<String, String> form, Map<String, String> fields) {
        String body = form.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        Map<String, String> all = new java.util.TreeMap<>(fields);
        all.put("Content-Type", "application/x-www-form-urlencoded");
        all.put("Content-Length", String.valueOf(body.length()));
        return send("POST", path, all, body);
    }

    /** Any method, without a body. */
    public Answer send(String method, String path, Map<String, String> fields) {
        return send(method, path, fields, "");
    }

    private Answer send(String method, String path, Map<String, String> fields, String body) {
        StringBuilder text =
                new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + host + ":" + port + "\r\n");
        fields.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        return raw(text.append("\r\n").append(body).toString());
    }

    /** Sends these very bytes on a connection of their own. */
    public Answer raw(String message) {
        try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket()) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(host)));
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(MILLIS);
            socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port), MILLIS);
            socket.getOutputStream().write(message.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return read(socket.getInputStream());
        } catch (IOException e) {
            throw new BenchmarkException("https://" + host + ":" + port + " does not answer: " + e.getMessage(), e);
        }
    }

    private static Answer read(InputStream in) throws IOException {
        List<String> head = new ArrayList<>();
        long bytes = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            head.add(line);
            bytes += line.length() + 2;
        }
        bytes += 2;
        if (head.isEmpty()) {
            throw new EOFException("an answer without a head");
        }
        int status = Integer.parseInt(head.get(0).split(" ", 3)[1]);
        List<Field> fields = new ArrayList<>();
        for (String line : head.subList(1, head.size())) {
            int colon = line.indexOf(':');
            fields.add(new Field(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip()));
        }
        return body(in, new Answer(status, fields, 0, bytes));
    }

    private static Answer body(InputStream in, Answer head) throws IOException {
        String length = head.field("content-length");
        if (length != null) {
            long expected = Long.parseLong(length);
            in.skipNBytes(expected);
            return new Answer(head.status(), head.fields(), expected, head.bytes() + expected);
        }
        if (!"chunked".equals(head.field("transfer-encoding"))) {
            return head;
        }
        long body = 0;
        long bytes = head.bytes();
        while (true) {
            String size = line(in);
            int chunk = Integer.parseInt(size.split(";", 2)[0].strip(), 16);
            in.skipNBytes(chunk + 2L);
            body += chunk;
            bytes += size.length() + 4L + chunk;
            if (chunk == 0) {
                return new Answer(head.status(), head.fields(), body, bytes);
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("it closed the connection");
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    private static String encoded(String word) {
        return URLEncoder.encode(word, StandardCharsets.UTF_8);
    }

    /** A field of a head, its name in lower case. */
    public record Field(String name, String value) {}

    /**
     * What came back.
     *
     * @param bodyLength bytes of the body alone
     * @param bytes of head, framing and body
     */
    public record Answer(int status, List<Field> fields, long bodyLength, long bytes) {
        /** Takes a copy. */
        public Answer {
            fields = List.copyOf(fields);
        }

        /** The value of the first of this name; null where there is none. */
        public @Nullable String field(String name) {
            return fields.stream()
                    .filter(field -> field.name().equals(name))
                    .map(Field::value)
                    .findFirst()
                    .orElse(null);
        }

        /** The value of a cookie that is set; null where it is not. */
        public @Nullable String cookie(String name) {
            return fields.stream()
                    .filter(field ->
                            field.name().equals("set-cookie") && field.value().startsWith(name + "="))
                    .map(field -> field.value().substring(name.length() + 1).split(";", 2)[0])
                    .findFirst()
                    .orElse(null);
        }
    }
}
