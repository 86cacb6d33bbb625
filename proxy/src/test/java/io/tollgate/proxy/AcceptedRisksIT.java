package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.control.ControlReply;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a gateway that runs past the day until which a risk was accepted. */
final class AcceptedRisksIT {
    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime();
    private ScriptedUpstream app;
    private GatewayRig rig;
    private String until;

    @BeforeEach
    void start() throws Exception {
        until = LocalDate.now(ZoneOffset.UTC).plusDays(1).toString();
        app = new ScriptedUpstream(AcceptedRisksIT::serve);
        rig = GatewayRig.start(folder, """
            profile: pci-dss-4
            session: { idle: 30m }
            accepted-risks: { session.idle: { why: kiosk, until: %s } }
            apps:
              desk:
                upstream: http://127.0.0.1:%d
                public: ["GET /static/**"]
            """.formatted(until, app.port()), time::in);
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
    void it_serves_on_and_says_so_but_takes_the_same_file_over_no_more() throws Exception {
        Browser monitor = new Browser(rig.trust(), rig.adminPort());
        assertThat(monitor.fetch("GET", "/health/ready").body()).isEqualTo("ready\n");
        assertThat(rig.gateway().reload("test").exit()).isZero();

        time.jump(Duration.ofDays(3));

        HttpResponse<String> ready = monitor.fetch("GET", "/health/ready");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).isEqualTo("ready\nrisk.past: session.idle was accepted until " + until + "\n");
        assertThat(monitor.fetch("GET", "/metrics").body()).contains("tollgate_risks_past 1.0");
        assertThat(rig.browser().get("/static/a.css").statusCode()).isEqualTo(200);

        ControlReply refused = rig.gateway().reload("test");
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.rows())
                .singleElement()
                .satisfies(row -> assertThat(String.valueOf(row.get("what"))).contains("8.2.8", "ended with " + until));
    }
}
