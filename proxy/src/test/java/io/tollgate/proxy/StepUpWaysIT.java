package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What else happens on the way to a fresh factor: a second factor, a lock, another tenant, what an upload hides, a kill. */
final class StepUpWaysIT {
    private static final String ADA = "ada@clinic.example";
    private static final String TENANTS = """
        tenants:
          northside: {}
          southside: {}
        """;

    @TempDir
    Path folder;

    private Payments payments;

    @AfterEach
    void stop() throws Exception {
        if (payments != null) {
            payments.close();
        }
    }

    private void start(String more) throws Exception {
        payments = new Payments(folder, more);
    }

    @Test
    void whoever_has_a_second_factor_confirms_by_that_and_not_by_the_password() throws Exception {
        start("second-factor: { use: required }");
        Browser browser = payments.rig.browser();
        browser.login(ADA);
        AuthenticatorApp telephone =
                AuthenticatorApp.scanning(browser.get("/.tollgate/enrol").body());
        browser.post("/.tollgate/enrol", "code", telephone.code(payments.time.instant()), "return-to", "/");
        payments.time.jump(Duration.ofMinutes(6));

        HttpResponse<String> asked = browser.post(Payments.TARGET, "amount", "12.50");
        String id = Payments.kept(Payments.location(asked));
        HttpResponse<String> page = browser.get(Payments.location(asked));
        assertThat(page.body()).contains("name=\"code\"").doesNotContain("name=\"password\"");
        assertThat(Payments.confirm(browser, id).statusCode()).isEqualTo(401);
        assertThat(confirmed(browser, id, telephone.wrong(payments.time.instant()))
                        .statusCode())
                .isEqualTo(401);
        assertThat(payments.got).isEmpty();

        HttpResponse<String> right = confirmed(browser, id, telephone.code(payments.time.instant()));
        assertThat(right.statusCode()).isEqualTo(303);
        assertThat(browser.get(Payments.TARGET).body()).isEqualTo("paid");
        assertThat(payments.got).extracting(Payments.Got::method).containsExactly("POST");
        payments.time.jump(Duration.ofMinutes(6));
        String next = Payments.waiting(browser);
        for (int i = 1; i <= 4; i++) {
            assertThat(confirmed(browser, next, telephone.wrong(payments.time.instant()))
                            .body())
                    .contains("That was not right");
        }
        assertThat(confirmed(browser, next, telephone.wrong(payments.time.instant()))
                        .body())
                .contains("too many wrong attempts");
        assertThat(confirmed(browser, next, telephone.code(payments.time.instant()))
                        .statusCode())
                .as("what waited is let go")
                .isEqualTo(410);
        assertThat(payments.got).hasSize(1);
        String begun = Payments.waiting(browser);
        assertThat(confirmed(browser, begun, telephone.code(payments.time.instant()))
                        .statusCode())
                .as("another attempt is another")
                .isEqualTo(303);
        assertThat(browser.get(Payments.TARGET).body()).isEqualTo("paid");
        assertThat(payments.got).hasSize(2);
    }

    private static HttpResponse<String> confirmed(Browser browser, String id, String code) throws Exception {
        return browser.post("/.tollgate/step-up", "code", code, "return-to", Payments.TARGET, "kept", id);
    }

    @Test
    void a_lock_in_between_comes_back_to_what_waits() throws Exception {
        start("session: { idle: 7m }");
        Browser browser = payments.stale(ADA);
        String page = Payments.location(browser.post(Payments.TARGET, "amount", "12.50"));
        payments.time.jump(Duration.ofMinutes(8));
        HttpResponse<String> locked = browser.get(page);
        assertThat(Payments.location(locked)).startsWith("/.tollgate/lock?return-to=/.tollgate/step-up");
        assertThat(Payments.confirm(browser, Payments.kept(page)).statusCode()).isNotEqualTo(200);
        assertThat(payments.got).isEmpty();

        String back = browser.get(Payments.location(locked)).body();
        assertThat(back).contains("/.tollgate/step-up?return-to=");
        HttpResponse<String> unlocked =
                browser.post("/.tollgate/lock", "password", GatewayRig.PASSWORD, "return-to", page);
        assertThat(Payments.location(unlocked)).isEqualTo(page);
        Payments.confirm(browser, Payments.kept(page));
        assertThat(browser.get(Payments.TARGET).body()).isEqualTo("paid");
        assertThat(payments.got).extracting(Payments.Got::method).containsExactly("POST");
    }

    @Test
    void what_began_for_one_tenant_does_not_go_on_for_another() throws Exception {
        start(TENANTS);
        payments.rig.command("users.tenants", "name", ADA, "add", "northside");
        payments.rig.command("users.tenants", "name", ADA, "add", "southside");
        Browser browser = payments.rig.browser();
        browser.login(ADA);
        browser.post("/.tollgate/tenant", "tenant", "northside", "return-to", "/");
        payments.time.jump(Duration.ofMinutes(6));
        String id = Payments.waiting(browser);
        Payments.confirm(browser, id);
        browser.post("/.tollgate/tenant", "tenant", "southside", "return-to", "/");

        assertThat(browser.get(Payments.TARGET).statusCode()).isEqualTo(410);
        assertThat(payments.got).isEmpty();
    }

    @Test
    void a_method_that_an_upload_hides_is_asked_for_before_the_application_has_it_all() throws Exception {
        start("");
        Browser browser = payments.stale(ADA);
        byte[] body = ("--" + Payments.BOUNDARY
                        + "\r\nContent-Disposition: form-data; name=\"_method\"\r\n\r\nDELETE\r\n--" + Payments.BOUNDARY
                        + "--\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        HttpResponse<String> asked = upload(browser, body);
        assertThat(asked.statusCode()).isEqualTo(401);
        assertThat(asked.headers().firstValue("tollgate-reason")).contains("step-up");
        assertThat(payments.got).isEmpty();

        browser.post("/.tollgate/step-up", "password", GatewayRig.PASSWORD);
        assertThat(upload(browser, body).body()).isEqualTo("paid");
        assertThat(payments.got.get(0).body()).isEqualTo(body);
    }

    private static HttpResponse<String> upload(Browser browser, byte[] body) throws Exception {
        return browser.send(browser.to("/uploads/7")
                .header("Content-Type", "multipart/form-data; boundary=" + Payments.BOUNDARY)
                .header("Sec-Fetch-Mode", "navigate")
                .header("Sec-Fetch-Dest", "document")
                .header("Sec-Fetch-Site", "same-origin")
                .POST(BodyPublishers.ofByteArray(body)));
    }

    @Test
    void a_form_that_a_rule_looks_at_waits_too() throws Exception {
        start("");
        Browser browser = payments.stale(ADA);
        assertThat(browser.post("/ledger", "action", "list").body()).isEqualTo("paid");
        HttpResponse<String> asked = browser.post("/ledger", "action", "Void", "amount", "12.50");
        assertThat(Payments.location(asked)).startsWith("/.tollgate/step-up?return-to=/ledger&kept=");

        Payments.confirm(browser, Payments.kept(Payments.location(asked)));
        assertThat(browser.get("/ledger").body()).isEqualTo("paid");
        assertThat(payments.got).extracting(Payments.Got::method).containsExactly("POST", "POST");
        assertThat(new String(payments.got.get(1).body(), StandardCharsets.ISO_8859_1))
                .isEqualTo("action=Void&amount=12.50");
    }

    @Test
    void a_client_that_waits_to_be_told_to_go_on_is_told() throws Exception {
        start("");
        Browser browser = payments.stale(ADA);
        try (RawConnection raw = new RawConnection(payments.rig.trust(), payments.rig.port())) {
            raw.send("POST /payments/new HTTP/1.1\r\nHost: localhost:" + payments.rig.port() + "\r\nCookie: "
                    + browser.cookie() + "\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Site: same-origin\r\n"
                    + "Expect: 100-continue\r\nContent-Length: 6\r\n\r\n");
            assertThat(raw.head()).startsWith("HTTP/1.1 100");
            String answer = raw.send("amount").head();
            assertThat(answer).startsWith("HTTP/1.1 303");
            Payments.confirm(browser, Payments.kept(answer));
        }
        assertThat(browser.get("/payments/new").body()).isEqualTo("paid");
        assertThat(payments.got.get(0).head()).doesNotContainIgnoringCase("expect:");
        assertThat(payments.got.get(0).body()).asString().isEqualTo("amount");
    }

    @Test
    void a_client_that_leaves_in_the_middle_leaves_nothing() throws Exception {
        start("");
        Browser browser = payments.stale(ADA);
        try (RawConnection raw = new RawConnection(payments.rig.trust(), payments.rig.port())) {
            raw.send("POST /payments/new HTTP/1.1\r\nHost: localhost:" + payments.rig.port() + "\r\nCookie: "
                    + browser.cookie() + "\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Site: same-origin\r\n"
                    + "Content-Length: 2000000\r\n\r\n");
            raw.send(new byte[1_000_000]);
            await(() -> !payments.spooled().isEmpty());
        }
        await(() -> payments.spooled().isEmpty()
                && payments.rig.gateway().ground().keptRequests().count() == 0);
        assertThat(payments.got).isEmpty();
    }

    /** Something that becomes true. */
    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long end = System.nanoTime() + GatewayRig.PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void a_program_without_fetch_metadata_is_a_script() throws Exception {
        start("");
        Browser browser = payments.stale(ADA);
        HttpResponse<String> asked =
                browser.send(browser.to("/payments/new").header("Accept", "*/*").POST(BodyPublishers.ofString("x")));
        assertThat(asked.statusCode()).isEqualTo(401);
        assertThat(asked.headers().firstValue("content-type")).contains("application/problem+json");
    }

    @Test
    void what_a_kill_leaves_is_noise_and_gone_at_the_next_start() throws Exception {
        payments = Payments.withRealPasswords(folder);
        payments.rig.stop();
        byte[] body = Payments.multipart(2_000_000);
        Path yaml = payments.rig.yaml();
        // Nobody waits until a factor is not fresh any more: a restart leaves nobody fresh.
        Browser before;
        try (GatewayProcess first = GatewayProcess.start(yaml)) {
            before = new Browser(payments.rig.trust(), first.port());
            assertThat(before.login(ADA).statusCode()).isEqualTo(303);
        }
        Path spool = payments.rig.config().data().resolve("spool");
        String cookie = before.cookie();
        GatewayProcess second = GatewayProcess.start(yaml);
        try (second) {
            Browser browser = new Browser(payments.rig.trust(), second.port());
            HttpResponse<String> asked = browser.send(
                    Payments.upload(browser, BodyPublishers.ofByteArray(body)).header("Cookie", cookie));
            assertThat(Payments.location(asked)).startsWith("/.tollgate/step-up");
            second.kill();
        }
        List<Path> left;
        try (var files = Files.list(spool)) {
            left = files.toList();
        }
        assertThat(left).hasSize(1);
        byte[] noise = Files.readAllBytes(left.get(0));
        assertThat(new String(noise, StandardCharsets.ISO_8859_1)).doesNotContain("Content-Disposition", "12.50");
        try (GatewayProcess third = GatewayProcess.start(yaml)) {
            assertThat(third.port()).isPositive();
            try (var files = Files.list(spool)) {
                assertThat(files.toList()).isEmpty();
            }
        }
        assertThat(payments.got).isEmpty();
    }
}
