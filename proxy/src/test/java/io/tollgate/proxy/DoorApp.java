package io.tollgate.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/** An application with a login form of its own, sessions in a cookie, and no lockout: whoever guesses long enough gets in. */
public final class DoorApp implements AutoCloseable {
    static final String RIGHT = "right-password";

    private final ScriptedUpstream upstream = new ScriptedUpstream(this::serve);
    private final Map<String, String> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final List<String> logins = new CopyOnWriteArrayList<>();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    volatile String mode = "";

    public DoorApp() throws IOException {}

    public int port() {
        return upstream.port();
    }

    /** The names and passwords that were compared here. */
    List<String> logins() {
        return logins;
    }

    List<String> heads() {
        return heads;
    }

    private void serve(String head, Socket socket) throws IOException {
        heads.add(head);
        String line = head.substring(0, head.indexOf("\r\n"));
        String target = line.split(" ", -1)[1];
        String path = target.split("\\?", -1)[0];
        String body = new String(body(head, socket.getInputStream()), StandardCharsets.ISO_8859_1);
        Map<String, String> fields = fields(target.contains("?") ? target.substring(target.indexOf('?') + 1) : "");
        fields.putAll(fields(body));
        String sid = sid(head);
        switch (line.startsWith("OPTIONS ") ? "/asked-of-the-server" : path) {
            case "/login" -> {
                if (mode.equals("no")) {
                    say(socket, "302 Found", "Location: /login?error=1\r\n", "");
                } else if (fields.containsKey("user") && fields.containsKey("pass")) {
                    login(socket, fields.get("user"), fields.get("pass"), sid);
                } else {
                    String known = sid == null || !sessions.containsKey(sid) ? "s" + ids.incrementAndGet() : sid;
                    sessions.putIfAbsent(known, "");
                    say(socket, "200 OK", "Set-Cookie: SID=" + known + "; Path=/\r\n", "a form");
                }
            }
            case "/again" -> say(socket, "307 Again", "Location: /login\r\n", "");
            case "/basic", "/basic/a", "/basic/b" -> basic(socket, head);
            case "/logout" -> {
                sessions.remove(String.valueOf(sid));
                say(socket, "302 Found", "Location: /login\r\nSet-Cookie: SID=gone; Max-Age=0\r\n", "");
            }
            case "/leading-on" -> say(socket, "302 Found", "Location: /leading-on/\r\n", "");
            case "/static/logo" -> say(socket, "200 OK", "", "logo");
            case "/slow" -> {
                try {
                    Thread.sleep(200); // An application that takes its time; no test waits by it.
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                say(socket, "200 OK", "", "slow");
            }
            default -> {
                String user = sid == null ? "" : sessions.getOrDefault(sid, "");
                say(socket, "200 OK", "", "app says: " + (user.isEmpty() ? "nobody" : user));
            }
        }
    }

    private void login(Socket socket, String user, String pass, String sid) throws IOException {
        logins.add(user + ":" + pass);
        boolean isRight = pass.equals(RIGHT);
        switch (mode) {
            case "drop" -> socket.close();
            case "chunked" -> chunked(socket, isRight ? "Welcome" : "Sorry, wrong");
            case "gzip" -> gzip(socket, isRight ? "Welcome" : "Sorry, wrong");
            case "edge" -> edge(socket, 0);
            case "beyond" -> edge(socket, 1);
            case "other" -> say(socket, "200 OK", "", "the database is away");
            case "both" -> say(socket, "302 Found", "Location: /login?error=1\r\n", "Sorry, wrong");
            default -> {
                if (isRight) {
                    String id = mode.equals("same id") && sid != null ? sid : "s" + ids.incrementAndGet();
                    sessions.put(id, user);
                    say(socket, "302 Found", "Location: /index\r\nSet-Cookie: SID=" + id + "; Path=/\r\n", "");
                } else {
                    say(socket, "302 Found", "Location: /login?error=1\r\n", "");
                }
            }
        }
    }

    private void basic(Socket socket, String head) throws IOException {
        String credentials = header(head, "authorization");
        if (credentials == null) {
            say(socket, "401 No", "WWW-Authenticate: Basic realm=\"door\"\r\n", "who?");
            return;
        }
        String said = new String(
                Base64.getDecoder().decode(credentials.substring("Basic ".length())), StandardCharsets.UTF_8);
        logins.add(said);
        if (said.endsWith(":" + RIGHT)) {
            String id = "s" + ids.incrementAndGet();
            sessions.put(id, said.substring(0, said.indexOf(':')));
            say(socket, "200 OK", "Set-Cookie: SID=" + id + "; Path=/\r\n", "basic: yes");
        } else {
            say(socket, "401 No", "WWW-Authenticate: Basic realm=\"door\"\r\n", "no");
        }
    }

    private static void chunked(Socket socket, String text) throws IOException {
        StringBuilder answer =
                new StringBuilder("HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < text.length(); i++) {
            answer.append("1\r\n").append(text.charAt(i)).append("\r\n");
        }
        ScriptedUpstream.say(socket, answer.append("0\r\n\r\n").toString());
    }

    private static void gzip(Socket socket, String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        ScriptedUpstream.say(
                socket,
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Encoding: gzip\r\nContent-Length: " + packed.size()
                        + "\r\n\r\n");
        socket.getOutputStream().write(packed.toByteArray());
    }

    /** The text ends with the last of 64 KB, or so many bytes behind it, and more follows. */
    private static void edge(Socket socket, int beyond) throws IOException {
        String text = "Sorry, wrong";
        String body = " ".repeat(65_536 - text.length() + beyond) + text + "x".repeat(200_000);
        say(socket, "200 OK", "", body);
    }

    private static void say(Socket socket, String status, String more, String body) throws IOException {
        ScriptedUpstream.say(
                socket,
                "HTTP/1.1 " + status + "\r\nConnection: close\r\n" + more + "Content-Length: " + body.length()
                        + "\r\n\r\n" + body);
    }

    private static String sid(String head) {
        String cookies = header(head, "cookie");
        for (String pair : cookies == null ? new String[0] : cookies.split("; *", -1)) {
            if (pair.startsWith("SID=")) {
                return pair.substring(4);
            }
        }
        return null;
    }

    static String header(String head, String name) {
        for (String line : head.split("\r\n", -1)) {
            if (line.toLowerCase(java.util.Locale.ROOT).startsWith(name + ":")) {
                return line.substring(name.length() + 1).strip();
            }
        }
        return null;
    }

    private static byte[] body(String head, InputStream in) throws IOException {
        String length = header(head, "content-length");
        return length == null ? new byte[0] : in.readNBytes(Integer.parseInt(length));
    }

    private static Map<String, String> fields(String text) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.put(
                        URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return fields;
    }

    @Override
    public void close() throws IOException {
        upstream.close();
    }
}
