package io.tollgate.proxy.soak;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** HTTP/1.1 on one connection, which tells whatever happens and tries nothing twice. Latin-1. Confined to one thread. */
final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final SSLSocket tls;
    private final InputStream in;

    /** An answer, read to its end. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Answer(String head, int status, boolean isLast, byte[] body) {
        /** The cookie of this name and its value. */
        String cookie(String name) {
            int at = head.indexOf(name);
            return head.substring(at, head.indexOf(';', at));
        }

        String text() {
            return new String(body, StandardCharsets.ISO_8859_1);
        }
    }

    RawClient(SSLContext trust, int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        tls = (SSLSocket) trust.getSocketFactory().createSocket(socket, "localhost", port, true);
        tls.startHandshake();
        in = new BufferedInputStream(tls.getInputStream(), 32 * 1024);
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(byte[] bytes) throws IOException {
        tls.getOutputStream().write(bytes);
        tls.getOutputStream().flush();
    }

    InputStream in() {
        return in;
    }

    Answer answer() throws IOException {
        String head = head();
        int status = Integer.parseInt(head.substring(9, 12));
        String lower = head.toLowerCase(Locale.ROOT);
        byte[] body = lower.contains("\r\ntransfer-encoding: chunked") ? chunked() : counted(field(lower));
        return new Answer(head, status, lower.contains("\r\nconnection: close"), body);
    }

    private static int field(String head) {
        int at = head.indexOf("\r\ncontent-length:");
        return at < 0
                ? 0
                : Integer.parseInt(
                        head.substring(at + 17, head.indexOf('\r', at + 2)).strip());
    }

    private byte[] counted(int length) throws IOException {
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new IOException("cut short after " + body.length + " of " + length);
        }
        return body;
    }

    private byte[] chunked() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunk(); size > 0; size = chunk()) {
            body.write(counted(size));
            counted(2);
        }
        counted(2);
        return body.toByteArray();
    }

    private int chunk() throws IOException {
        return Integer.parseInt(line().strip(), 16);
    }

    private String head() throws IOException {
        StringBuilder head = new StringBuilder();
        for (String line = line(); !line.equals("\r\n"); line = line()) {
            head.append(line);
        }
        return head.append("\r\n").toString();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); ; next = in.read()) {
            if (next < 0) {
                throw new IOException("the end came after \"" + line + "\"");
            }
            line.append((char) next);
            if (next == '\n') {
                return line.toString();
            }
        }
    }

    /** Leaves without a word: the connection is reset. */
    void vanish() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        try (socket) {
            tls.close();
        }
    }
}
