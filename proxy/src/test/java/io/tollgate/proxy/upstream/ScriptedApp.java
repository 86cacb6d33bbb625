package io.tollgate.proxy.upstream;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An application on a port of its own that answers by a script: raw bytes in, raw bytes out. */
final class ScriptedApp implements AutoCloseable {
    final List<String> heads = Collections.synchronizedList(new ArrayList<>());
    final List<String> bodies = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger connections = new AtomicInteger();
    final List<Socket> sockets = new CopyOnWriteArrayList<>();

    /** Connections whose end was given to the kernel; {@link Socket#isClosed} is true a little earlier. */
    final AtomicInteger ended = new AtomicInteger();

    private final ServerSocket server;
    private volatile Script script;
    private volatile boolean closed;

    /** Serves one connection. */
    interface Script {
        void serve(Connection connection) throws IOException;
    }

    ScriptedApp(Script script) throws IOException {
        this(script, 0);
    }

    /** On a port that another one had. */
    ScriptedApp(Script script, int port) throws IOException {
        this.script = script;
        this.server = new ServerSocket(port, 200, InetAddress.getLoopbackAddress());
        thread(this::accept);
    }

    /** Answers each request with the same bytes. */
    static Script always(String answer) {
        return connection -> {
            while (connection.request() != null) {
                connection.send(answer);
            }
        };
    }

    void script(Script next) {
        script = next;
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                sockets.add(socket);
                if (closed) {
                    socket.close(); // taken while the server was being closed
                    return;
                }
                thread(() -> {
                    try (socket) {
                        script.serve(new Connection(socket));
                    } catch (IOException e) {
                        // The gateway closed it, which tests look at from the other side.
                    }
                    ended.incrementAndGet();
                });
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private static void thread(Runnable run) {
        Thread thread = new Thread(run, "scripted-app");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** One connection from the gateway. */
    final class Connection {
        final Socket socket;
        final InputStream in;
        final OutputStream out;

        Connection(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream(), 65536);
            this.out = socket.getOutputStream();
        }

        /** Reads a whole request; null at the end of the connection. */
        String request() throws IOException {
            String head = head();
            if (head == null) {
                return null;
            }
            String lower = head.toLowerCase(Locale.ROOT);
            if (lower.contains("\r\ntransfer-encoding: chunked")) {
                StringBuilder body = new StringBuilder();
                while (body.indexOf("0\r\n\r\n") < 0) {
                    int b = read();
                    if (b < 0) {
                        bodies.add("CUT " + body);
                        return null;
                    }
                    body.append((char) b);
                }
                bodies.add(body.toString());
            } else if (lower.contains("\r\ncontent-length: ")) {
                int at = lower.indexOf("\r\ncontent-length: ") + 18;
                int length = Integer.parseInt(lower.substring(at, lower.indexOf('\r', at)));
                byte[] body = in.readNBytes(length);
                bodies.add((body.length < length ? "CUT " : "") + new String(body, StandardCharsets.ISO_8859_1));
                if (body.length < length) {
                    return null;
                }
            }
            return head;
        }

        /** A reset is an end, too. */
        private int read() throws IOException {
            try {
                return in.read();
            } catch (SocketException e) {
                return -1;
            }
        }

        /** Reads a head only. */
        String head() throws IOException {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                int b = in.read();
                if (b < 0) {
                    return null;
                }
                head.write(b);
            }
            String text = head.toString(StandardCharsets.ISO_8859_1);
            heads.add(text);
            return text;
        }

        void send(String bytes) throws IOException {
            out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
    }
}
