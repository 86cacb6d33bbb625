package io.tollgate.proxy.secrets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.ScriptedUpstream;
import java.io.IOException;
import java.net.Socket;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.Locale;

/** People of an application that keeps its own login: by its form and by Basic credentials. */
final class OwnLoginDay {
    /** What the configuration says of it, on the port that is put in. */
    static final String APP = """
          door:
            hosts: [127.0.0.1]
            upstream: http://127.0.0.1:%d
            home: /index
            app-cookies: [SID]
            login:
              by: app
              form: { path: /login, user-field: user, password-field: pass, success: { status: 302, location: /index }, failure: { location: "**/login?error*" } }
              basic: { path: "/report", failure: { status: 401 } }
              page: /login
              before: ["GET /login"]
              logout: [/logout]
              roles: [clerk]
              same-people: true
            access:
              clerk: { allow: ["/**"] }
        """;

    private final House house;
    private final ScriptedUpstream app;
    private final String password;

    OwnLoginDay(House house) throws IOException {
        this.house = house;
        this.password = house.password("password of the application");
        this.app = new ScriptedUpstream(this::answer);
    }

    int port() {
        return app.port();
    }

    /** The application may see what is meant for it, and nothing of ours. */
    private void answer(String head, Socket socket) throws Exception {
        house.evidence()
                .add(
                        "upstream",
                        head.getBytes(ISO_8859_1),
                        "password of the application",
                        "wrong password of the application",
                        "cookie SID");
        int length = head.lines()
                .filter(field -> field.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .map(field -> Integer.parseInt(field.substring(15).strip()))
                .findFirst()
                .orElse(0);
        String body = new String(socket.getInputStream().readNBytes(length), UTF_8);
        boolean isRight = body.contains(URLEncoder.encode(password, UTF_8)) || head.contains(basic(password));
        String line = head.startsWith("POST /login")
                ? "302 Found\r\nLocation: " + (isRight ? "/index" : "/login?error=1")
                : head.contains("Authorization: Basic") && !isRight ? "401 Unauthorized" : "200 OK";
        String cookie = house.secrets().add("cookie SID", house.word("sid"));
        ScriptedUpstream.say(
                socket,
                "HTTP/1.1 " + line + "\r\nContent-Length: 0\r\nConnection: close\r\nSet-Cookie: SID=" + cookie
                        + "; Path=/\r\n\r\n");
    }

    private static String basic(String password) {
        return Base64.getEncoder().encodeToString(("otto:" + password).getBytes(UTF_8));
    }

    void logins(GatewayRun gateway) throws Exception {
        Visitor otto = house.visitorAt("127.0.0.1", gateway);
        otto.get("/login");
        assertThat(form(otto, wrong())).isEqualTo(302);
        assertThat(form(otto, password)).isEqualTo(302);
        assertThat(otto.get("/index").statusCode()).isEqualTo(200);
        otto.get("/logout");

        Visitor script = house.visitorAt("127.0.0.1", gateway);
        assertThat(byBasic(script, wrong())).isEqualTo(401);
        assertThat(byBasic(script, password)).isEqualTo(200);
        Visitor guesser = house.visitorAt("127.0.0.1", gateway);
        for (int i = 0; i < 7; i++) {
            form(guesser, wrong());
        }
    }

    private String wrong() {
        return house.password("wrong password of the application");
    }

    private static int form(Visitor visitor, String password) throws Exception {
        return visitor.post("/login", "user", "otto", "pass", password).statusCode();
    }

    private static int byBasic(Visitor visitor, String password) throws Exception {
        return visitor.send(visitor.to("/report").header("Authorization", "Basic " + basic(password)))
                .statusCode();
    }

    void end() throws Exception {
        app.close();
    }
}
