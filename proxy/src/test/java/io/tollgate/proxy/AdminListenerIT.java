package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What monitoring sees, who may see it, and that nothing else is there. */
final class AdminListenerIT {
    @TempDir
    Path folder;

    private ScriptedUpstream app;
    private GatewayRig rig;

    @BeforeEach
    void start() throws Exception {
        app = new ScriptedUpstream(AdminListenerIT::serve);
        rig = GatewayRig.start(folder, apps());
    }

    private String apps() {
        return """
                apps:
                  desk:
                    upstream: http://127.0.0.1:%d
                    public: ["GET /static/**"]
                    access:
                      biller: { allow: ["/**"] }
                """.formatted(app.port());
    }

    private static void serve(String head, Socket socket) throws IOException {
        ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nsmall");
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
        app.close();
    }

    @Test
    void health_and_metrics_are_told() throws Exception {
        rig.user("ann@clinic.example", "biller");
        Browser person = rig.browser();
        person.login("ann@clinic.example");
        person.get("/claims");

        Browser monitor = new Browser(rig.trust(), rig.adminPort());
        assertThat(monitor.fetch("GET", "/health/live").statusCode()).isEqualTo(200);
        HttpResponse<String> ready = monitor.fetch("GET", "/health/ready");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).isEqualTo("ready\n");
        HttpResponse<String> metrics = monitor.fetch("GET", "/metrics");
        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.headers().firstValue("content-type").orElseThrow()).startsWith("text/plain");
        assertThat(metrics.body()).contains("tollgate_sessions 1.0").doesNotContain("ann@clinic.example");
    }

    @Test
    void apps_and_logins_are_not_there() throws Exception {
        Browser monitor = new Browser(rig.trust(), rig.adminPort());
        for (String path : List.of("/", "/claims", "/static/a.css", "/.tollgate/login", "/health", "/metrics/")) {
            assertThat(monitor.get(path).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(monitor.login("ann@clinic.example").statusCode()).isEqualTo(404);
        assertThat(app.heads()).isEmpty();
    }

    @Test
    void health_and_metrics_are_not_on_the_listeners_of_apps() throws Exception {
        Browser person = rig.browser();
        for (String path : List.of("/health/live", "/health/ready", "/metrics")) {
            assertThat(person.fetch("GET", path).statusCode()).as(path).isEqualTo(401);
        }
    }

    @Test
    void other_addresses_than_those_allowed_learn_nothing() throws Exception {
        rig.close();
        rig = GatewayRig.start(folder, "admin: { address: \"127.0.0.1:0\", allow: [10.0.0.0/8] }\n" + apps());
        Browser stranger = new Browser(rig.trust(), rig.adminPort());
        for (String path : List.of("/health/live", "/health/ready", "/metrics")) {
            HttpResponse<String> refused = stranger.send(stranger.to(path).header("X-Forwarded-For", "10.1.2.3"));
            assertThat(refused.statusCode()).as(path).isEqualTo(403);
            assertThat(refused.body()).doesNotContain("tollgate_");
        }
    }
}
