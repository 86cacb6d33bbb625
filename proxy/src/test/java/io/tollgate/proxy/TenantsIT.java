package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.control.ControlReply;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People act for a tenant: by the host, by belonging to one only, or as they choose; and have its roles then and no others. */
final class TenantsIT {
    private static final String ANN = "ann@clinic.example";
    private static final String BOB = "bob@clinic.example";
    private static final String EVE = "eve@clinic.example";
    private static final String NORTH_HOST = "127.0.0.1";

    private static final String TENANTS = """
        tenants:
          northside:
            title: Northside Family Practice
            hosts: ["127.0.0.1"]
            session: { idle: 5m }
            access: { desk: { senior: { allow: ["/ledger/**"] } } }
          southside:
            title: Southside <Clinic>
            access: { desk: { senior: { allow: ["/archive/**"] } } }
        """;

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime();
    private ScriptedUpstream app;
    private GatewayRig rig;

    @BeforeEach
    void start() throws Exception {
        app = new ScriptedUpstream(TenantsIT::serve);
        rig = GatewayRig.start(folder, apps() + TENANTS, world -> time.in(new QuickHasher().in(world)));
    }

    private String apps() {
        return """
            apps:
              desk:
                upstream: http://127.0.0.1:%d
                public: ["GET /static/**"]
                access:
                  biller: { allow: ["/claims/**"] }
                  auditor: { allow: ["GET /claims/**", "GET /reports/**"] }
            """.formatted(app.port());
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
        app.close();
    }

    /** Answers small pages, and holds downloads open. */
    private static void serve(String head, Socket socket) throws Exception {
        if (head.startsWith("GET /claims/download")) {
            ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nfirst");
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        } else {
            ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nsmall");
        }
    }

    private void user(String name, String... roles) throws Exception {
        rig.user(name, roles);
    }

    private static void done(ControlReply reply) {
        assertThat(reply.exit()).as(reply.message()).isZero();
    }

    /** The value of a field of the last request upstream; null where it did not come. */
    private String upstream(String field) {
        List<String> heads = app.heads();
        return heads.get(heads.size() - 1)
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(field.toLowerCase(Locale.ROOT) + ":"))
                .map(line -> line.substring(field.length() + 1).strip())
                .findFirst()
                .orElse(null);
    }

    private static void choose(Browser browser, String tenant) throws Exception {
        HttpResponse<String> chosen = browser.post("/.tollgate/tenant", "tenant", tenant, "return-to", "/claims/1");
        assertThat(chosen.statusCode()).isEqualTo(303);
        assertThat(chosen.headers().firstValue("location")).hasValue("/claims/1");
    }

    private static int status(Browser browser, String path) throws Exception {
        return browser.fetch("GET", path).statusCode();
    }

    private static String reason(HttpResponse<String> response) {
        return response.headers().firstValue("tollgate-reason").orElse("");
    }

    @Test
    void whoever_belongs_to_one_tenant_acts_for_it_and_the_app_is_told() throws Exception {
        user(ANN, "northside/biller", "northside/senior");
        Browser ann = rig.browser();
        assertThat(ann.login(ANN).headers().firstValue("location")).hasValue("/");
        assertThat(status(ann, "/claims/1")).isEqualTo(200);
        assertThat(upstream("X-Forwarded-Tenant")).isEqualTo("northside");
        assertThat(upstream("X-Forwarded-Groups").split(",")).containsExactlyInAnyOrder("biller", "northside/senior");
        assertThat(status(ann, "/ledger/1")).isEqualTo(200);
        assertThat(status(ann, "/archive/1")).isEqualTo(403);
        assertThat(status(ann, "/reports/1")).isEqualTo(403);
    }

    @Test
    void a_role_of_one_tenant_never_counts_while_acting_for_another() throws Exception {
        user(ANN, "northside/biller", "southside/auditor", "northside/senior", "southside/senior");
        Browser ann = rig.browser();
        assertThat(ann.login(ANN).headers().firstValue("location")).hasValue("/.tollgate/tenant?return-to=/");
        choose(ann, "northside");
        assertThat(ann.fetch("POST", "/claims/1").statusCode()).isEqualTo(200);
        assertThat(status(ann, "/ledger/1")).isEqualTo(200);
        assertThat(status(ann, "/reports/1")).isEqualTo(403);
        assertThat(status(ann, "/archive/1")).isEqualTo(403);
        choose(ann, "southside");
        assertThat(ann.fetch("POST", "/claims/1").statusCode()).isEqualTo(403);
        assertThat(status(ann, "/ledger/1")).isEqualTo(403);
        assertThat(status(ann, "/reports/1")).isEqualTo(200);
        assertThat(status(ann, "/archive/1")).isEqualTo(200);
        assertThat(upstream("X-Forwarded-Tenant")).isEqualTo("southside");
        assertThat(upstream("X-Forwarded-Groups").split(",")).containsExactlyInAnyOrder("auditor", "southside/senior");
    }

    @Test
    void a_role_given_everywhere_counts_for_every_tenant() throws Exception {
        user(ANN, "biller");
        done(rig.command("users.tenants", "name", ANN, "add", "northside"));
        done(rig.command("users.tenants", "name", ANN, "add", "southside"));
        Browser ann = rig.browser();
        ann.login(ANN);
        assertThat(status(ann, "/claims/1")).isEqualTo(403);
        choose(ann, "northside");
        assertThat(status(ann, "/claims/1")).isEqualTo(200);
        choose(ann, "southside");
        assertThat(status(ann, "/claims/1")).isEqualTo(200);
    }

    @Test
    void a_tenants_host_refuses_the_users_of_others() throws Exception {
        user(BOB, "southside/biller", "auditor");
        user(EVE, "biller");
        for (String stranger : List.of(BOB, EVE)) {
            Browser browser = rig.browserAt(NORTH_HOST);
            assertThat(browser.login(stranger).statusCode()).isEqualTo(303);
            HttpResponse<String> page = browser.get("/claims/1");
            assertThat(page.statusCode()).isEqualTo(403);
            assertThat(reason(page)).isEqualTo("tenant.none");
            assertThat(page.body()).contains("does not belong to the practice behind this address");
            assertThat(reason(browser.fetch("GET", "/reports/1"))).isEqualTo("tenant.none");
            assertThat(status(browser, "/static/a.css")).isEqualTo(200);
            assertThat(upstream("X-Forwarded-User")).isNull();
            assertThat(upstream("X-Forwarded-Groups")).isNull();
        }
    }

    @Test
    void on_a_tenants_host_nobody_is_asked_and_nobody_may_choose_another() throws Exception {
        user(ANN, "northside/biller", "southside/auditor");
        Browser ann = rig.browserAt(NORTH_HOST);
        assertThat(ann.login(ANN).headers().firstValue("location")).hasValue("/");
        assertThat(ann.post("/.tollgate/tenant", "tenant", "southside").statusCode())
                .isEqualTo(303);
        assertThat(status(ann, "/reports/1")).isEqualTo(403);
        assertThat(ann.fetch("POST", "/claims/1").statusCode()).isEqualTo(200);
        assertThat(upstream("X-Forwarded-Tenant")).isEqualTo("northside");
        assertThat(ann.get("/.tollgate/account").body())
                .contains("Northside Family Practice")
                .doesNotContain("for whom you work\"");
    }

    @Test
    void whoever_belongs_to_none_acts_as_ever() throws Exception {
        user(EVE, "biller");
        Browser eve = rig.browser();
        eve.login(EVE);
        assertThat(status(eve, "/claims/1")).isEqualTo(200);
        assertThat(upstream("X-Forwarded-Tenant")).isNull();
        assertThat(upstream("X-Forwarded-Groups")).isEqualTo("biller");
        assertThat(eve.get("/.tollgate/account").body()).doesNotContain("You work for");
        assertThat(eve.get("/.tollgate/tenant").statusCode()).isEqualTo(303);
    }

    @Test
    void who_has_not_chosen_is_led_to_the_page_and_a_script_is_told_why() throws Exception {
        user(ANN, "northside/biller", "southside/auditor");
        Browser ann = rig.browser();
        ann.login(ANN);
        HttpResponse<String> page = ann.get("/claims/1?a=b");
        assertThat(page.statusCode()).isEqualTo(303);
        assertThat(page.headers().firstValue("location")).hasValue("/.tollgate/tenant?return-to=/claims/1%3Fa%3Db");
        HttpResponse<String> script = ann.fetch("GET", "/claims/1");
        assertThat(script.statusCode()).isEqualTo(403);
        assertThat(reason(script)).isEqualTo("tenant.choose");
        assertThat(script.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(script.body()).contains("\"tenant.choose\"", "/.tollgate/tenant");
        HttpResponse<String> form = ann.post("/claims/1", "amount", "7");
        assertThat(form.statusCode()).isEqualTo(403);
        assertThat(form.body()).contains("your browser still has it", "/.tollgate/tenant");
        assertThat(app.heads()).isEmpty();
        assertThat(status(ann, "/static/a.css")).isEqualTo(200);
        assertThat(upstream("X-Forwarded-User")).isNull();
    }

    @Test
    void the_page_names_the_tenants_and_takes_no_other() throws Exception {
        user(ANN, "northside/biller", "southside/auditor");
        Browser ann = rig.browser();
        ann.login(ANN);
        HttpResponse<String> page = ann.get("/.tollgate/tenant?return-to=/claims/1");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("Northside Family Practice", "Southside &lt;Clinic&gt;", "value=\"/claims/1\"");
        assertThat(ann.post("/.tollgate/tenant", "tenant", "westside").statusCode())
                .isEqualTo(422);
        assertThat(ann.post("/.tollgate/tenant").statusCode()).isEqualTo(422);
        assertThat(status(ann, "/claims/1")).isEqualTo(403);
        choose(ann, "southside");
        assertThat(ann.get("/.tollgate/tenant").body()).contains("Southside &lt;Clinic&gt; (as now)");
        assertThat(ann.get("/.tollgate/account").body())
                .contains("You work for", "Southside &lt;Clinic&gt;", "Change for whom you work");
    }

    @Test
    void another_site_can_not_choose() throws Exception {
        user(ANN, "northside/biller", "southside/auditor");
        Browser ann = rig.browser();
        ann.login(ANN);
        HttpResponse<String> forged = ann.send(ann.to("/.tollgate/tenant")
                .header("Sec-Fetch-Site", "cross-site")
                .header("Sec-Fetch-Mode", "navigate")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("tenant=northside")));
        assertThat(forged.statusCode()).isEqualTo(403);
        assertThat(reason(ann.fetch("GET", "/claims/1"))).isEqualTo("tenant.choose");
    }

    @Test
    void the_choice_outlives_a_restart_and_a_lock_but_not_the_login() throws Exception {
        user(ANN, "northside/biller", "southside/auditor");
        Browser ann = rig.browser();
        ann.login(ANN);
        choose(ann, "southside");
        String cookie = ann.cookie();
        rig.restart();
        HttpRequest.Builder after = rig.browser()
                .to("/reports/1")
                .header("Cookie", cookie)
                .header("Sec-Fetch-Mode", "cors")
                .GET();
        assertThat(rig.browser().send(after).statusCode()).isEqualTo(200);
        assertThat(upstream("X-Forwarded-Tenant")).isEqualTo("southside");

        Browser again = rig.browser();
        again.login(ANN);
        assertThat(reason(again.fetch("GET", "/reports/1"))).isEqualTo("tenant.choose");
        choose(again, "northside");
        time.jump(Duration.ofMinutes(6));
        assertThat(again.fetch("GET", "/claims/1").statusCode()).isEqualTo(401);
        again.post("/.tollgate/lock", "password", GatewayRig.PASSWORD, "return-to", "/");
        assertThat(status(again, "/claims/1")).isEqualTo(200);
        assertThat(upstream("X-Forwarded-Tenant")).isEqualTo("northside");
    }

    @Test
    void whoever_is_taken_from_a_tenant_loses_it_at_the_next_request() throws Exception {
        user(ANN, "northside/biller", "southside/auditor");
        Browser ann = rig.browser();
        ann.login(ANN);
        choose(ann, "northside");
        assertThat(status(ann, "/claims/1")).isEqualTo(200);
        done(rig.command("users.tenants", "name", ANN, "remove", "northside"));
        assertThat(rig.gateway().ground().users().byName(ANN).roles()).containsExactly("southside/auditor");
        assertThat(ann.fetch("POST", "/claims/1").statusCode()).isEqualTo(403);
        assertThat(status(ann, "/reports/1")).isEqualTo(200);
        assertThat(upstream("X-Forwarded-Tenant")).isEqualTo("southside");
    }

    @Test
    void what_is_open_ends_with_the_tenant_it_was_opened_for() throws Exception {
        user(ANN, "northside/biller", "southside/biller");
        Browser ann = rig.browser();
        ann.login(ANN);
        choose(ann, "northside");
        try (RawConnection download = new RawConnection(rig.trust(), rig.port())) {
            begin(download, ann);
            choose(ann, "southside"); // who may do the same there
            assertThat(download.rest()).isEmpty();
        }
        choose(ann, "northside");
        try (RawConnection download = new RawConnection(rig.trust(), rig.port())) {
            begin(download, ann);
            done(rig.command("users.tenants", "name", ANN, "remove", "northside"));
            assertThat(download.rest()).isEmpty();
        }
    }

    private static void begin(RawConnection download, Browser ann) throws Exception {
        download.send("GET /claims/download HTTP/1.1\r\nHost: localhost\r\nCookie: " + ann.cookie() + "\r\n\r\n");
        assertThat(download.head()).startsWith("HTTP/1.1 200");
        assertThat(download.input().readNBytes(5)).asString().isEqualTo("first");
    }

    @Test
    void a_client_can_not_name_a_tenant_itself() throws Exception {
        user(EVE, "biller");
        user(ANN, "northside/biller");
        for (String who : List.of(EVE, ANN)) {
            Browser browser = rig.browser();
            browser.login(who);
            for (String spelled :
                    List.of("X-Forwarded-Tenant", "x_forwarded_tenant", "X.Forwarded.Tenant", "X-FORWARDED_TENANT")) {
                browser.send(
                        browser.to("/claims/1").header(spelled, "southside").header("Sec-Fetch-Mode", "cors"));
                String head = app.heads().get(app.heads().size() - 1);
                assertThat(head).doesNotContain("southside");
            }
        }
    }

    @Test
    void the_headers_name_may_be_another_which_no_client_may_send_then() throws Exception {
        rig.rewrite(apps() + "    sign-on: { headers: { tenant: Practice } }\n" + TENANTS);
        rig.gateway().reload("test");
        user(ANN, "northside/biller");
        Browser ann = rig.browser();
        ann.login(ANN);
        ann.send(ann.to("/claims/1").header("practice", "southside").header("Sec-Fetch-Mode", "cors"));
        assertThat(upstream("Practice")).isEqualTo("northside");
        assertThat(upstream("X-Forwarded-Tenant")).isNull();
    }

    @Test
    void the_session_of_somebody_of_several_is_under_the_strictest_policy() throws Exception {
        user(ANN, "northside/biller", "southside/auditor");
        user(BOB, "southside/auditor");
        Browser ann = rig.browser();
        ann.login(ANN);
        choose(ann, "southside"); // northside's five minutes count nevertheless
        Browser bob = rig.browser();
        bob.login(BOB);
        time.jump(Duration.ofMinutes(6));
        assertThat(reason(ann.fetch("GET", "/reports/1"))).isEqualTo("session.locked");
        assertThat(status(bob, "/reports/1")).isEqualTo(200);
    }

    @Test
    void a_policy_that_becomes_stricter_counts_at_once_for_who_is_logged_in() throws Exception {
        user(BOB, "southside/auditor");
        Browser bob = rig.browser();
        bob.login(BOB);
        time.jump(Duration.ofMinutes(6));
        assertThat(status(bob, "/reports/1")).isEqualTo(200);
        time.jump(Duration.ofMinutes(6));
        done(rig.command("users.tenants", "name", BOB, "add", "northside"));
        assertThat(reason(bob.fetch("GET", "/reports/1"))).isEqualTo("session.locked");

        user(EVE, "southside/auditor");
        Browser eve = rig.browser();
        eve.login(EVE);
        time.jump(Duration.ofMinutes(4));
        rig.rewrite(apps() + TENANTS.replace("southside:\n", "southside:\n    session: { idle: 3m }\n"));
        assertThat(rig.gateway().reload("test").exit()).isZero();
        assertThat(reason(eve.fetch("GET", "/reports/1"))).isEqualTo("session.locked");
    }

    @Test
    void the_lockout_of_somebody_of_several_is_the_strictest() throws Exception {
        rig.rewrite(apps()
                + TENANTS.replace("southside:\n", "southside:\n    lockout: { after: 2, first: 1h, longest: 1h }\n"));
        assertThat(rig.gateway().reload("test").exit()).isZero();
        user(ANN, "northside/biller", "southside/auditor");
        user(BOB, "northside/biller");
        for (String who : List.of(ANN, BOB)) {
            for (int i = 0; i < 2; i++) {
                assertThat(rig.browser()
                                .post("/.tollgate/login", "username", who, "password", "wrong", "return-to", "/")
                                .statusCode())
                        .isEqualTo(401);
            }
        }
        assertThat(rig.browser().login(ANN).statusCode()).isEqualTo(401);
        assertThat(rig.browser().login(BOB).statusCode()).isEqualTo(303);
    }

    @Test
    void a_reload_gives_and_takes_tenants() throws Exception {
        user(ANN, "northside/biller", "southside/auditor");
        Browser ann = rig.browser();
        ann.login(ANN);
        choose(ann, "northside");
        rig.rewrite(apps());
        assertThat(rig.gateway().reload("test").exit()).isZero();
        assertThat(status(ann, "/claims/1")).isEqualTo(403);
        rig.rewrite(apps() + TENANTS);
        assertThat(rig.gateway().reload("test").exit()).isZero();
        assertThat(status(ann, "/claims/1")).isEqualTo(200);
        assertThat(upstream("X-Forwarded-Tenant")).isEqualTo("northside");
    }

    @Test
    void the_trail_says_for_which_tenant_somebody_acted() throws Exception {
        user(ANN, "northside/biller", "southside/auditor");
        user(BOB, "northside/biller");
        Browser ann = rig.browser();
        ann.login(ANN);
        choose(ann, "southside");
        ann.fetch("POST", "/claims/1");
        rig.browser().login(BOB);
        done(rig.command("users.tenants", "name", ANN, "remove", "northside"));
        rig.stop();
        List<String> lines = trail();
        assertThat(lines)
                .anyMatch(line -> line.contains("\"tenant.chosen\"") && line.contains("\"tenant\":\"southside\""));
        assertThat(lines)
                .anyMatch(line -> line.contains("\"access.refused\"") && line.contains("\"tenant\":\"southside\""));
        assertThat(lines)
                .anyMatch(line -> line.contains("\"login.succeeded\"")
                        && line.contains(BOB)
                        && line.contains("\"tenant\":\"northside\""));
        assertThat(lines)
                .anyMatch(
                        line -> line.contains("\"users.tenants\"") && line.contains("before: roles: northside/biller"));
        rig.restart();
    }

    private List<String> trail() throws Exception {
        try (Stream<Path> files = Files.walk(Ground.trailDirectory(rig.config().data()))) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            StringBuilder text = new StringBuilder();
            for (Path file : all) {
                text.append(Files.readString(file));
            }
            return text.toString().lines().toList();
        }
    }

    @Test
    void without_tenants_nothing_speaks_of_them() throws Exception {
        rig.rewrite(apps());
        rig.restart();
        user(EVE, "biller");
        Browser eve = rig.browser();
        eve.login(EVE);
        assertThat(status(eve, "/claims/1")).isEqualTo(200);
        assertThat(app.heads().get(app.heads().size() - 1).toLowerCase(Locale.ROOT))
                .doesNotContain("tenant");
        assertThat(eve.get("/.tollgate/tenant").statusCode()).isEqualTo(404);
        assertThat(eve.get("/.tollgate/account").body().toLowerCase(Locale.ROOT))
                .doesNotContain("tenant", "you work for");
        assertThat(rig.command("users.list").rows().get(0)).doesNotContainKey("tenants");
        assertThat(rig.command("sessions.list").rows().get(0)).doesNotContainKey("tenant");
        assertThat(rig.command("users.tenants", "name", EVE, "add", "northside").message())
                .contains("there is no tenant \"northside\"");
    }

    @Test
    void lists_show_who_belongs_where() throws Exception {
        user(ANN, "northside/biller");
        done(rig.command("users.tenants", "name", ANN, "add", "southside"));
        rig.browser().login(ANN);
        assertThat(rig.command("users.list").rows().get(0)).containsEntry("tenants", List.of("northside", "southside"));
        assertThat(rig.command("sessions.list").rows().get(0)).containsEntry("tenant", "");
        assertThat(rig.gateway()
                        .ground()
                        .accounts()
                        .add(
                                "test",
                                "carl@clinic.example",
                                Set.of("northside/bilker"),
                                "a b c d e f g h".toCharArray(),
                                true)
                        .handle((user, failure) -> String.valueOf(failure))
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS))
                .contains("did you mean \"northside/biller\"?");
    }
}
