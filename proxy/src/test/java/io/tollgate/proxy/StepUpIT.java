package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What matters most asks for a fresh factor, and the request that asked for it goes on afterwards, once. */
final class StepUpIT {
    private static final int FIVE_MEGABYTES = 5_000_000;

    @TempDir
    Path folder;

    private Payments payments;

    @BeforeEach
    void start() throws Exception {
        payments = new Payments(folder);
    }

    @AfterEach
    void stop() throws Exception {
        payments.close();
    }

    private static int status(HttpResponse<String> answer) {
        return answer.statusCode();
    }

    @ParameterizedTest
    @CsvSource({"HTTP_1_1, false", "HTTP_1_1, true", "HTTP_2, false", "HTTP_2, true"})
    void five_megabytes_arrive_byte_for_byte_once(Version version, boolean isChunked) throws Exception {
        Browser browser = payments.stale(payments.rig.browser(version), "ada@clinic.example");
        byte[] body = Payments.multipart(FIVE_MEGABYTES);
        HttpResponse<String> asked = browser.send(Payments.upload(
                browser,
                isChunked
                        ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))
                        : BodyPublishers.ofByteArray(body)));

        assertThat(status(asked)).isEqualTo(303);
        assertThat(asked.headers().firstValue("tollgate-reason")).contains("step-up");
        assertThat(Payments.location(asked)).startsWith("/.tollgate/step-up?return-to=/payments/new");
        assertThat(payments.got).isEmpty();
        assertThat(payments.spooled()).hasSize(1);

        HttpResponse<String> page = browser.get(Payments.location(asked));
        assertThat(status(page)).isEqualTo(200);
        assertThat(page.body())
                .contains("send what you filled in to /payments/new of billing (5.0 MB)")
                .doesNotContain("ward=3&");

        HttpResponse<String> confirmed = Payments.confirm(browser, Payments.kept(Payments.location(asked)));
        assertThat(status(confirmed)).isEqualTo(303);
        assertThat(Payments.location(confirmed)).isEqualTo(Payments.TARGET);
        assertThat(payments.got).isEmpty();

        HttpResponse<String> paid = browser.get(Payments.location(confirmed));
        assertThat(paid.body()).isEqualTo("paid");
        assertThat(payments.got).hasSize(1);
        Payments.Got got = payments.got.get(0);
        assertThat(got.head())
                .startsWith("POST " + Payments.TARGET + " HTTP/1.1\r\n")
                .containsIgnoringCase("\r\nContent-Length: " + body.length + "\r\n")
                .containsIgnoringCase("\r\nContent-Type: multipart/form-data; boundary=" + Payments.BOUNDARY + "\r\n")
                .containsIgnoringCase("\r\nX-Ward-Round: as it came\r\n")
                .containsIgnoringCase("\r\nX-Forwarded-User: ada@clinic.example\r\n")
                .doesNotContainIgnoringCase("transfer-encoding")
                .doesNotContain("__Host-tollgate");
        assertThat(got.body()).isEqualTo(body);

        HttpResponse<String> again = browser.get(Payments.location(confirmed));
        assertThat(payments.got).hasSize(2);
        assertThat(payments.got.get(1).method()).as("the cookie was taken back").isEqualTo("GET");
        assertThat(again.body()).isEqualTo("paid");
        awaitEmptySpool();
        assertThat(payments.rig.gateway().ground().keptRequests().count()).isZero();
        assertThat(payments.rig.gateway().ground().keptRequests().bytes()).isZero();
    }

    private void awaitEmptySpool() throws Exception {
        long end = System.nanoTime() + GatewayRig.PATIENCE.toNanos();
        while (!payments.spooled().isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void whoever_has_just_proved_it_is_not_asked() throws Exception {
        Browser browser = payments.rig.browser();
        browser.login("ada@clinic.example");

        assertThat(browser.post(Payments.TARGET, "amount", "1").body()).isEqualTo("paid");
        payments.time.jump(Duration.ofMinutes(4));
        assertThat(browser.post(Payments.TARGET, "amount", "2").body()).isEqualTo("paid");
        payments.time.jump(Duration.ofMinutes(2));
        assertThat(status(browser.post(Payments.TARGET, "amount", "3"))).isEqualTo(303);
        assertThat(payments.got).hasSize(2);
    }

    @Test
    void a_restart_leaves_nobody_fresh_and_nothing_kept() throws Exception {
        Browser browser = payments.stale("ada@clinic.example");
        String id = Payments.waiting(browser);
        payments.rig.restart();
        Browser after = payments.rig.browser();
        HttpResponse<String> asked = after.send(after.to("/.tollgate/step-up?return-to=/payments/new&kept=" + id)
                .header("Cookie", browser.cookie())
                .header("Sec-Fetch-Mode", "navigate")
                .header("Sec-Fetch-Dest", "document"));

        assertThat(status(asked)).isEqualTo(410);
        assertThat(asked.body()).contains("does not wait here any more");
        assertThat(payments.got).isEmpty();
        assertThat(payments.spooled()).isEmpty();
    }

    @Test
    void a_page_that_is_marked_is_simply_asked_for_again() throws Exception {
        Browser browser = payments.stale("ada@clinic.example");
        HttpResponse<String> asked = browser.get("/payments/secret");

        assertThat(Payments.location(asked)).isEqualTo("/.tollgate/step-up?return-to=/payments/secret");
        assertThat(browser.get(Payments.location(asked)).body()).contains("open /payments/secret of billing");
        HttpResponse<String> confirmed =
                browser.post("/.tollgate/step-up", "password", GatewayRig.PASSWORD, "return-to", "/payments/secret");
        assertThat(Payments.location(confirmed)).isEqualTo("/payments/secret");
        assertThat(browser.get("/payments/secret").body()).isEqualTo("paid");
    }

    @Test
    void a_new_token_comes_with_it_and_the_one_before_ends_soon() throws Exception {
        Browser browser = payments.stale("ada@clinic.example");
        String before = browser.cookie();
        Payments.confirm(browser, Payments.waiting(browser));
        assertThat(browser.cookie()).isNotEqualTo(before);
        Browser thief = payments.rig.browser();
        payments.time.jump(Duration.ofSeconds(11));
        HttpResponse<String> stolen = thief.send(thief.to("/invoices").header("Cookie", before));
        assertThat(status(stolen)).isEqualTo(401);
    }

    @Test
    void nobody_else_gets_it_to_go_on() throws Exception {
        Browser browser = payments.stale("ada@clinic.example");
        String id = Payments.waiting(browser);
        Browser bo = payments.rig.browser();
        bo.login("bo@clinic.example");
        Browser second = payments.rig.browser();
        second.login("ada@clinic.example");
        for (Browser other : List.of(bo, second)) {
            assertThat(status(Payments.confirm(other, id))).isEqualTo(410);
            assertThat(status(fetchKept(other, "POST", Payments.TARGET, id))).isEqualTo(410);
        }
        Browser elsewhere = payments.rig.browserAt("127.0.0.1");
        elsewhere.login("ada@clinic.example");
        assertThat(status(fetchKept(elsewhere, "POST", Payments.TARGET, id))).isEqualTo(410);
        assertThat(payments.got).isEmpty();

        Payments.confirm(browser, id);
        assertThat(browser.get(Payments.TARGET).body()).isEqualTo("paid");
        assertThat(payments.got).extracting(Payments.Got::method).containsExactly("POST");
    }

    private static HttpResponse<String> fetchKept(Browser browser, String method, String target, String id)
            throws Exception {
        return browser.send(browser.to(target)
                .header("Tollgate-Kept", id)
                .header("Sec-Fetch-Mode", "cors")
                .header("Sec-Fetch-Site", "same-origin")
                .method(method, BodyPublishers.noBody()));
    }

    @Test
    void another_target_or_method_does_not_get_it() throws Exception {
        Browser browser = payments.stale("ada@clinic.example");
        String id = Payments.waiting(browser);
        Payments.confirm(browser, id);

        assertThat(browser.get("/payments/other").body())
                .as("another page is another page")
                .isEqualTo("paid");
        assertThat(status(fetchKept(browser, "POST", "/payments/other", id))).isEqualTo(410);
        assertThat(status(fetchKept(browser, "PUT", Payments.TARGET, id))).isEqualTo(410);
        assertThat(payments.got).extracting(Payments.Got::method).containsExactly("GET");
        assertThat(browser.get(Payments.TARGET).body()).isEqualTo("paid");
        assertThat(payments.got).extracting(Payments.Got::method).containsExactly("GET", "POST");
    }

    @Test
    void a_script_is_told_and_goes_on_too() throws Exception {
        Browser browser = payments.stale("ada@clinic.example");
        HttpResponse<String> asked = browser.send(browser.to("/payments/7")
                .header("Sec-Fetch-Mode", "cors")
                .header("Sec-Fetch-Site", "same-origin")
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"amount\":12.5}")));

        assertThat(status(asked)).isEqualTo(401);
        assertThat(asked.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(asked.headers().firstValue("tollgate-reason")).contains("step-up");
        assertThat(asked.body())
                .contains("\"reason\":\"step-up\"", "\"step-up\":\"/.tollgate/step-up\"", "\"kept\":\"");
        String id = asked.body().replaceAll("(?s).*\"kept\":\"([^\"]+)\".*", "$1");

        assertThat(status(fetchKept(browser, "PUT", "/payments/7", id)))
                .as("not confirmed: it waits on")
                .isEqualTo(401);
        HttpResponse<String> wrong = confirmAsScript(browser, "wrong-horse", id);
        assertThat(status(wrong)).isEqualTo(401);
        assertThat(wrong.body()).contains("\"reason\":\"step-up.refused\"");
        assertThat(status(confirmAsScript(browser, GatewayRig.PASSWORD, id))).isEqualTo(204);
        assertThat(payments.got).isEmpty();

        assertThat(fetchKept(browser, "PUT", "/payments/7", id).body()).isEqualTo("paid");
        assertThat(payments.got).hasSize(1);
        assertThat(payments.got.get(0).body()).asString().isEqualTo("{\"amount\":12.5}");
        assertThat(payments.got.get(0).head()).doesNotContainIgnoringCase("tollgate-kept");
        assertThat(status(fetchKept(browser, "PUT", "/payments/7", id))).isEqualTo(410);
        assertThat(payments.got).hasSize(1);
    }

    private static HttpResponse<String> confirmAsScript(Browser browser, String password, String id) throws Exception {
        return browser.send(browser.to("/.tollgate/step-up")
                .header("Sec-Fetch-Mode", "cors")
                .header("Sec-Fetch-Site", "same-origin")
                .header("Accept", "application/json")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("password=" + password + "&kept=" + id)));
    }

    @Test
    void of_many_at_once_one_goes_on() throws Exception {
        Browser browser = payments.stale("ada@clinic.example");
        String id = Payments.waiting(browser);
        Payments.confirm(browser, id);
        List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            all.add(browser.client()
                    .sendAsync(
                            browser.to(Payments.TARGET)
                                    .header("Sec-Fetch-Mode", "navigate")
                                    .header("Sec-Fetch-Dest", "document")
                                    .build(),
                            HttpResponse.BodyHandlers.ofString()));
        }
        List<Integer> statuses =
                all.stream().map(each -> each.join().statusCode()).toList();

        assertThat(payments.got).filteredOn(got -> got.method().equals("POST")).hasSize(1);
        assertThat(statuses).contains(200).isSubsetOf(200, 410);
        assertThat(payments.got.size()).isEqualTo((int)
                statuses.stream().filter(status -> status == 200).count());
    }

    @Test
    void five_wrong_proofs_end_the_attempt() throws Exception {
        Browser browser = payments.stale("ada@clinic.example");
        String id = Payments.waiting(browser);
        for (int i = 1; i <= 4; i++) {
            HttpResponse<String> wrong = browser.post(
                    "/.tollgate/step-up", "password", "wrong" + i, "return-to", Payments.TARGET, "kept", id);
            assertThat(status(wrong)).isEqualTo(401);
            assertThat(wrong.body()).contains("That was not right", id);
        }
        HttpResponse<String> over =
                browser.post("/.tollgate/step-up", "password", "wrong5", "return-to", Payments.TARGET, "kept", id);
        assertThat(status(over)).isEqualTo(401);
        assertThat(over.body()).contains("too many wrong attempts");
        assertThat(status(Payments.confirm(browser, id))).isEqualTo(410);
        assertThat(payments.got).isEmpty();
    }

    @Test
    void what_waits_too_long_is_gone() throws Exception {
        Browser browser = payments.stale("ada@clinic.example");
        HttpResponse<String> asked =
                browser.send(Payments.upload(browser, BodyPublishers.ofByteArray(Payments.multipart(300_000))));
        assertThat(payments.spooled()).hasSize(1);
        payments.time.jump(Duration.ofMinutes(9));
        browser.get("/invoices");
        payments.time.jump(Duration.ofMinutes(2));
        assertThat(status(Payments.confirm(browser, Payments.kept(Payments.location(asked)))))
                .isEqualTo(410);
        awaitEmptySpool();
    }

    @Test
    void a_log_out_in_between_leaves_nothing() throws Exception {
        Browser browser = payments.stale("ada@clinic.example");
        String id = Payments.waiting(browser);
        Payments.confirm(browser, id);
        browser.post("/.tollgate/logout");
        assertThat(payments.rig.gateway().ground().keptRequests().count()).isZero();
        assertThat(Payments.location(browser.get(Payments.TARGET))).startsWith("/.tollgate/login");
        browser.login("ada@clinic.example");
        assertThat(status(browser.get(Payments.TARGET))).isEqualTo(410);
        assertThat(payments.got).isEmpty();
    }

    @Test
    void a_lock_in_between_loses_nothing() throws Exception {
        Browser browser = payments.stale("ada@clinic.example");
        String page = Payments.location(browser.post(Payments.TARGET, "amount", "12.50"));
        payments.time.jump(Duration.ofMinutes(5));
        browser.get("/invoices");
        payments.time.jump(Duration.ofMinutes(4).plusSeconds(50));
        payments.rig.command("sessions.list");
        HttpResponse<String> confirmed = Payments.confirm(browser, Payments.kept(page));
        assertThat(status(confirmed)).isEqualTo(303);
        assertThat(browser.get(Payments.TARGET).body()).isEqualTo("paid");
    }

    @Test
    void a_role_that_was_taken_away_in_between_counts() throws Exception {
        Browser browser = payments.stale("ada@clinic.example");
        String id = Payments.waiting(browser);
        Payments.confirm(browser, id);
        payments.rig.command("users.roles", "name", "ada@clinic.example", "role", "trainee");

        HttpResponse<String> refused = browser.get(Payments.TARGET);
        assertThat(status(refused)).isEqualTo(403);
        assertThat(payments.got).isEmpty();
    }

    @Test
    void what_is_too_large_to_wait_is_said_so_and_confirmed_in_a_new_tab() throws Exception {
        payments.close();
        payments = new Payments(folder.resolve("small"), "step-up: { keep: 1KB }");
        Browser browser = payments.stale("ada@clinic.example");
        HttpResponse<String> asked =
                browser.send(Payments.upload(browser, BodyPublishers.ofByteArray(Payments.multipart(2_000))));

        assertThat(status(asked)).isEqualTo(401);
        assertThat(asked.body()).contains("in a new tab", "/.tollgate/step-up");
        HttpResponse<String> confirmed = browser.post("/.tollgate/step-up", "password", GatewayRig.PASSWORD);
        assertThat(confirmed.body()).contains("Confirmed");
        assertThat(browser.send(Payments.upload(browser, BodyPublishers.ofByteArray(Payments.multipart(2_000))))
                        .body())
                .isEqualTo("paid");
        assertThat(payments.got).hasSize(1);
    }

    @Test
    void a_session_has_few_waiting() throws Exception {
        Browser browser = payments.stale("ada@clinic.example");
        for (int i = 0; i < 4; i++) {
            assertThat(status(browser.post(Payments.TARGET, "amount", "" + i))).isEqualTo(303);
        }
        assertThat(status(browser.post(Payments.TARGET, "amount", "5"))).isEqualTo(401);
        Browser bo = payments.stale("bo@clinic.example");
        assertThat(status(bo.post(Payments.TARGET, "amount", "5"))).isEqualTo(303);
    }

    @Test
    void a_full_disk_forwards_nothing_and_loses_nothing() throws Exception {
        Browser browser = payments.stale("ada@clinic.example");
        Files.createFile(payments.rig.config().data().resolve("spool"));
        HttpResponse<String> asked =
                browser.send(Payments.upload(browser, BodyPublishers.ofByteArray(Payments.multipart(300_000))));

        assertThat(status(asked)).isEqualTo(401);
        assertThat(asked.body()).contains("in a new tab");
        assertThat(payments.got).isEmpty();
        assertThat(payments.rig.gateway().ground().keptRequests().count()).isZero();
    }

    @Test
    void the_access_log_has_one_line_for_what_went_on_and_says_what_it_was() throws Exception {
        Browser browser = payments.stale("ada@clinic.example");
        Payments.confirm(browser, Payments.waiting(browser));
        browser.get(Payments.TARGET);
        payments.rig.stop(); // what waits to be written is written
        List<String> lines = new ArrayList<>();
        try (var files = Files.walk(payments.rig.config().data().resolve("access"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        assertThat(lines)
                .filteredOn(line -> line.contains("/payments/"))
                .as("a permitted request has a line; what waited and what asked for it were none")
                .filteredOn(line -> line.contains("\"status\":200"))
                .singleElement()
                .asString()
                .contains("POST");
        assertThat(lines).noneMatch(line -> line.contains("GET") && line.contains("/payments/"));
    }

    @Test
    void the_evidence_is_there() throws Exception {
        Browser browser = payments.stale("ada@clinic.example");
        Payments.confirm(browser, Payments.waiting(browser));
        browser.get(Payments.TARGET);

        String trail = trail();
        assertThat(trail).contains("\"session.stepped-up\"", "\"step-up\"", "POST|PUT|DELETE /payments/**");
        assertThat(trail).doesNotContain("ward=3", "12.50");
    }

    private String trail() throws Exception {
        StringBuilder all = new StringBuilder();
        try (var files = Files.walk(payments.rig.config().data().resolve("audit"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }
}
