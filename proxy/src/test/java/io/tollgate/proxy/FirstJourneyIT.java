package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.demo.LegacyBilling;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person logs in through the gateway into the legacy app. */
final class FirstJourneyIT {
    @TempDir
    Path folder;

    private LegacyBilling app;
    private GatewayRig rig;

    @BeforeEach
    void start() throws Exception {
        app = LegacyBilling.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), InstantSource.system());
        rig = GatewayRig.start(folder, """
                apps:
                  billing:
                    upstream: http://127.0.0.1:%d
                    home: /invoices/
                    public: ["GET /static/**"]
                    app-cookies: [BILLINGSID]
                    access:
                      biller: { allow: ["GET /", "/claims/**", "/invoices/**", "GET /patients/**"], deny: ["DELETE /invoices/**"] }
                      front-desk: { allow: ["GET /patients/**"] }
                """.formatted(app.address().getPort()));
    }

    @AfterEach
    void stop() {
        rig.close();
        app.close();
    }

    @Test
    void a_person_logs_in_and_works_within_their_role() throws Exception {
        rig.user("ann@clinic.example", "biller");
        Browser browser = rig.browser();

        HttpResponse<String> asked = browser.get("/invoices/");
        assertThat(asked.statusCode()).isEqualTo(303);
        assertThat(asked.headers().firstValue("location").orElseThrow()).startsWith("/.tollgate/login?return-to=");
        assertThat(browser.get("/.tollgate/login").statusCode()).isEqualTo(200);

        HttpResponse<String> loggedIn = browser.login("ann@clinic.example");
        assertThat(loggedIn.statusCode()).isEqualTo(303);

        HttpResponse<String> page = browser.get("/invoices/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("ann@clinic.example");
        assertThat(browser.fetch("DELETE", "/invoices/2003-0117").statusCode()).isEqualTo(403);
        assertThat(browser.get("/nowhere").statusCode()).isEqualTo(403);

        HttpResponse<String> out = browser.post("/.tollgate/logout");
        assertThat(out.statusCode()).isEqualTo(303);
        assertThat(browser.get("/invoices/").statusCode()).isEqualTo(303);
    }

    @Test
    void what_is_public_needs_no_login_and_nothing_else_is() throws Exception {
        Browser browser = rig.browser();
        assertThat(browser.get("/static/ledger.css").statusCode()).isEqualTo(200);
        assertThat(browser.fetch("GET", "/invoices/").statusCode()).isEqualTo(401);
        assertThat(browser.get("/static/%2e%2e/invoices/").statusCode()).isEqualTo(400);
    }

    @Test
    void a_session_goes_on_after_a_restart() throws Exception {
        rig.user("ann@clinic.example", "biller");
        Browser browser = rig.browser();
        browser.login("ann@clinic.example");
        String cookie = browser.cookie();

        rig.restart();

        HttpResponse<String> page =
                rig.browser().send(rig.browser().to("/invoices/").header("Cookie", cookie));
        assertThat(page.statusCode()).isEqualTo(200);
    }
}
