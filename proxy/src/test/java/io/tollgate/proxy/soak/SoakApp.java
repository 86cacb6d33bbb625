package io.tollgate.proxy.soak;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32;

/**
 * An application that can be killed and started again on its port. Every answer carries the nonce of its request; Latin-1
 * throughout. Safe for use by any thread.
 */
final class SoakApp implements AutoCloseable {
    private static final String WEB_SOCKET = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private static final long PAUSE_NANOS = 20_000_000;

    /** Below the ports that systems give to outgoing connections: one of those would keep a killed application's port. */
    private static final int LOWEST_PORT = 20_000;

    private static final int PORTS = 10_000;

    private final ExecutorService threads = Executors.newCachedThreadPool(run -> {
        Thread thread = new Thread(run, "soak-app");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final int port;
    private ServerSocket server;

    SoakApp() throws IOException {
        server = listening(new Random());
        port = server.getLocalPort();
    }

    private ServerSocket listening(Random random) throws IOException {
        for (int tries = 0; tries < 100; tries++) {
            try {
                return listening(LOWEST_PORT + random.nextInt(PORTS));
            } catch (BindException e) {
                // Another one's.
            }
        }
        throw new BindException("no port of a hundred is free");
    }

    private ServerSocket listening(int wanted) throws IOException {
        ServerSocket made = new ServerSocket();
        made.setReuseAddress(true);
        try {
            made.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 200);
        } catch (IOException e) {
            made.close();
            throw e;
        }
        threads.execute(() -> accept(made));
        return made;
    }

    int port() {
        return port;
    }

    /** Nobody listens any more, and every connection is reset, whatever is under way on it. */
    synchronized void kill() throws IOException {
        server.close();
        for (Socket socket : open) {
            try {
                socket.setSoLinger(true, 0);
            } catch (SocketException e) {
                continue; // It has gone by itself.
            }
            socket.close();
        }
    }

    /** Listens again, as soon as the thread that accepted has let the port go. */
    synchronized void start() throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (true) {
            try {
                server = listening(port);
                return;
            } catch (BindException e) {
                if (System.nanoTime() - end > 0) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                Socket socket = from.accept();
                open.add(socket);
                if (from.isClosed()) {
                    socket.close();
                }
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 32 * 1024);
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                answer(head, in, socket.getOutputStream());
            }
        } catch (IOException | GeneralSecurityException e) {
            // The gateway or the soak has ended it; what the clients saw is what counts.
        } finally {
            open.remove(socket);
        }
    }

    /** {@code /KIND/NONCE[/SIZE]}. */
    private static void answer(String head, InputStream in, OutputStream out)
            throws IOException, GeneralSecurityException {
        String[] path =
                head.substring(head.indexOf(' ') + 1, head.indexOf(" HTTP")).split("/", -1);
        String nonce = path[2];
        int size = path.length > 3 ? Integer.parseInt(path[3]) : 0;
        switch (path[1]) {
            case "upload" -> plain(out, nonce + ":" + crcOfBody(head, in));
            case "download" -> download(out, nonce, size);
            case "events" -> events(out, nonce, size);
            case "socket" -> socket(head, in, out);
            default -> plain(out, nonce);
        }
    }

    private static void plain(OutputStream out, String body) throws IOException {
        say(out, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static void download(OutputStream out, String nonce, int size) throws IOException {
        say(out, "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: " + size + "\r\n\r\n");
        byte[] body = Payload.of(nonce, size);
        for (int at = 0; at < size; at += 16 * 1024) {
            out.write(body, at, Math.min(16 * 1024, size - at));
        }
        out.flush();
    }

    private static void events(OutputStream out, String nonce, int count) throws IOException {
        say(out, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < count; i++) {
            String event = "data: " + nonce + " " + i + "\n\n";
            say(out, Integer.toHexString(event.length()) + "\r\n" + event + "\r\n");
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        say(out, "0\r\n\r\n");
    }

    private static void socket(String head, InputStream in, OutputStream out)
            throws IOException, GeneralSecurityException {
        byte[] proof = MessageDigest.getInstance("SHA-1")
                .digest((field(head, "sec-websocket-key") + WEB_SOCKET).getBytes(StandardCharsets.US_ASCII));
        say(
                out,
                "HTTP/1.1 101 Switching Protocols\r\n"
                        + "Connection: Upgrade\r\n"
                        + "Upgrade: websocket\r\n"
                        + "Sec-WebSocket-Accept: "
                        + Base64.getEncoder().encodeToString(proof) + "\r\n\r\n");
        for (int first = in.read(); first >= 0; first = in.read()) {
            int length = in.read() & 0x7F;
            if (length == 126) {
                length = in.read() << 8 | in.read();
            }
            byte[] mask = in.readNBytes(4);
            byte[] payload = in.readNBytes(length);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i & 3];
            }
            byte[] frame = new byte[length < 126 ? length + 2 : length + 4];
            frame[0] = (byte) first;
            frame[1] = (byte) (length < 126 ? length : 126);
            if (length >= 126) {
                frame[2] = (byte) (length >> 8);
                frame[3] = (byte) length;
            }
            System.arraycopy(payload, 0, frame, frame.length - length, length);
            out.write(frame);
            out.flush();
        }
    }

    private static long crcOfBody(String head, InputStream in) throws IOException {
        CRC32 crc = new CRC32();
        String length = field(head, "content-length");
        if (!length.isEmpty()) {
            copy(in, Integer.parseInt(length), crc);
        } else if (!field(head, "transfer-encoding").isEmpty()) {
            for (int chunk = chunk(in); chunk > 0; chunk = chunk(in)) {
                copy(in, chunk, crc);
                in.readNBytes(2);
            }
            in.readNBytes(2);
        }
        return crc.getValue();
    }

    private static int chunk(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("cut short");
            }
            line.append((char) next);
        }
        return Integer.parseInt(line.toString().strip(), 16);
    }

    private static void copy(InputStream in, int length, CRC32 crc) throws IOException {
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new IOException("cut short");
        }
        crc.update(body);
    }

    private static String field(String head, String name) {
        int at = head.toLowerCase(Locale.ROOT).indexOf("\r\n" + name + ":");
        return at < 0
                ? ""
                : head.substring(at + name.length() + 3, head.indexOf("\r\n", at + 2))
                        .strip();
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        kill();
        threads.shutdownNow();
    }
}
