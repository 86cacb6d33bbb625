package io.tollgate.proxy.rehearsal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tollgate.filters.http.Field;
import io.tollgate.proxy.tls.MemoryClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Comes to a gateway on this machine as people do, through a socket: for the run whose classes and profiles the launcher
 * keeps. It trusts any certificate. Confined to one thread.
 */
public final class Visitor {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: ([0-9]+)");

    private final MemoryClient.Maker clients = new MemoryClient.Maker();
    private final int port;
    private final String host;

    /** To a listener on loopback, for a host that it answers for. */
    public Visitor(int port, String host) {
        this.port = port;
        this.host = host;
    }

    /**
     * A visit by each protocol, with some requests each.
     *
     * @param page that is open to everybody
     * @param login the login page's path
     * @param form what is posted there; empty for nothing
     */
    public void visit(String page, String login, String form) throws IOException {
        List<Field> fields = List.of(new Field("user-agent", "Mozilla/5.0"), new Field("accept", "*/*"));
        List<Field> poster = List.of(
                new Field("origin", "https://" + host), new Field("content-type", "application/x-www-form-urlencoded"));
        Ask open = new Ask("GET", page, fields, "");
        Ask last = form.isEmpty() ? new Ask("GET", login, fields, "") : new Ask("POST", login, poster, form);
        List<Ask> asks = List.of(open, open, open, open, open, open, open, last);
        visit("http/1.1", asks);
        visit("h2", asks);
    }

    private void visit(String protocol, List<Ask> asks) throws IOException {
        boolean isHttp2 = protocol.equals("h2");
        Wording wording = isHttp2 ? new Wording.Http2() : new Wording.Http1();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            MemoryClient client = clients.client(protocol, !isHttp2);
            while (!client.isConnected()) {
                socket.getOutputStream().write(client.output());
                if (!client.isConnected()) {
                    receive(socket.getInputStream(), client);
                }
            }
            client.write(wording.opening());
            for (Ask ask : asks) {
                client.write(wording.request(ask, host));
                socket.getOutputStream().write(client.output());
                ByteArrayOutputStream answer = new ByteArrayOutputStream();
                while (!(isHttp2 ? isStreamEnded(answer.toByteArray()) : isComplete(answer.toString(ISO_8859_1)))) {
                    receive(socket.getInputStream(), client);
                    answer.writeBytes(client.read());
                }
            }
        }
    }

    private static void receive(InputStream in, MemoryClient client) throws IOException {
        byte[] bytes = new byte[16 * 1024];
        int count = in.read(bytes);
        if (count < 0) {
            throw new IOException("the gateway closed the connection");
        }
        byte[] brought = new byte[count];
        System.arraycopy(bytes, 0, brought, 0, count);
        client.input(brought);
    }

    /** Whether an answer of HTTP/1.1 is there with all of its body, whose length it says. */
    private static boolean isComplete(String answer) {
        int end = answer.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        Matcher length = LENGTH.matcher(answer.substring(0, end));
        return answer.length() >= end + 4 + (length.find() ? Integer.parseInt(length.group(1)) : 0);
    }

    /** Whether a frame is there that ends its stream (RFC 9113 section 4.1). */
    private static boolean isStreamEnded(byte[] frames) {
        int at = 0;
        while (at + 9 <= frames.length) {
            int length = ((frames[at] & 0xFF) << 16) | ((frames[at + 1] & 0xFF) << 8) | (frames[at + 2] & 0xFF);
            int type = frames[at + 3];
            boolean canEnd = type == 0 || type == 1;
            if (at + 9 + length <= frames.length && canEnd && (frames[at + 4] & 1) != 0) {
                return true;
            }
            at += 9 + length;
        }
        return false;
    }
}
