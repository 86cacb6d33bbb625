package io.tollgate.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.Browser;
import io.tollgate.proxy.GatewayRig;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The login of an application that speaks HTTP/2: its answers are held back and told as any. */
final class OwnLoginOverHttp2IT {
    @TempDir
    Path folder;

    @Test
    void a_text_tells_and_all_of_the_answer_goes_on() throws Exception {
        String rest = "x".repeat(300_000);
        try (H2App app = new H2App(call -> {
                    if (call.isEnded) {
                        call.head("200", false)
                                .data((call.body.contains("pass=right") ? "Welcome" : "Sorry") + rest, true);
                    }
                });
                GatewayRig rig = GatewayRig.start(folder, """
                    apps:
                      door:
                        upstream: %s
                        login:
                          by: app
                          form:
                            { path: /login, user-field: user, password-field: pass, success: { body: Welcome },
                              failure: { body: Sorry } }
                          page: /login
                          before: ["GET /login"]
                          roles: [clerk]
                        access: { clerk: { allow: ["/**"] } }
                    """.formatted(app.url()))) {
            Browser browser = rig.browser();
            for (int i = 0; i < 5; i++) {
                assertThat(browser.post("/login", "user", "ann", "pass", "wrong" + i)
                                .body())
                        .hasSize(300_005);
            }
            assertThat(browser.post("/login", "user", "ann", "pass", "right").statusCode())
                    .isEqualTo(401);
            assertThat(app.calls).hasSize(5);
            HttpResponse<String> in = browser.post("/login", "user", "bob", "pass", "right");
            assertThat(in.body()).hasSize(300_007);
            assertThat(browser.cookie()).contains("__Host-tollgate=");
            assertThat(app.calls.get(5).headers.contains("accept-encoding")).isFalse();
        }
    }

    @Test
    void a_form_that_a_rule_had_to_read_arrives_whole() throws Exception {
        try (H2App app = new H2App(call -> {
                    if (call.isEnded) {
                        call.head("200", false).data(call.body, true);
                    }
                });
                GatewayRig rig = GatewayRig.start(folder, """
                    apps:
                      door:
                        upstream: %s
                        public: ["POST /claims?action=save"]
                    """.formatted(app.url()))) {
            assertThat(rig.browser()
                            .post("/claims", "action", "save", "amount", "12")
                            .body())
                    .isEqualTo("action=save&amount=12");
        }
    }
}
