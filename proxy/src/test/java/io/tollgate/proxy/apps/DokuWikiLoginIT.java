package io.tollgate.proxy.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.Browser;
import io.tollgate.proxy.GatewayRig;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DokuWiki's login, guarded in place: its fields count on every page, and a wrong password is a 403. */
@Tag("apps")
final class DokuWikiLoginIT implements OwnLoginContract {
    private final LegacyApp app = new DokuWiki();

    @Override
    public LegacyApp app() {
        return app;
    }

    private static HttpResponse<String> posted(Browser browser, String target, String form) throws Exception {
        return browser.send(browser.to(target)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Sec-Fetch-Mode", "navigate")
                .header("Sec-Fetch-Site", "same-origin")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    @Test
    void however_php_reads_a_field_nobody_is_taken_for_somebody_else(@TempDir Path folder) throws Exception {
        try (GatewayRig rig = rig(folder, "")) {
            annInside(rig);
            String password = "&do=login&id=start&p=" + LegacyApp.PASSWORD;
            for (String form : List.of(
                    "u=ann&+u=bob",
                    "+u=bob&u=ann",
                    "u=ann&u=bob",
                    "u=ann&u%00z=bob",
                    "u=ann&u[]=bob",
                    "u=ann&%75=bob",
                    "U=ann&u=bob")) {
                Browser browser = rig.browser();
                browser.get("/doku.php?do=login");
                posted(browser, "/doku.php?id=start", form + password);
                posted(browser, "/doku.php?id=start&u=ann", "u=bob" + password);
            }
            assertThat(OwnLoginContract.sessions(rig)).hasSize(1).allMatch(row -> row.contains("ann"));
            assertThat(rig.command("sessions.list", "user", "bob").rows()).isEmpty();
        }
    }

    @Test
    void a_field_that_only_php_takes_for_the_name_is_counted_too(@TempDir Path folder) throws Exception {
        try (GatewayRig rig = rig(folder, "")) {
            int before = app.looked();
            Browser guesser = rig.browser();
            for (int i = 0; i < 8; i++) {
                for (String name : List.of("u", "+u", "u%00", "%20u", "u%00z")) {
                    guesser.get("/doku.php?do=login&" + name + "=ann&p=wrong-" + i + name.length());
                    posted(guesser, "/doku.php?id=start", name + "=ann&do=login&p=wrong-" + i + name.length());
                }
            }
            assertThat(app.looked() - before).as("what DokuWiki saw of 80").isLessThanOrEqualTo(3);
        }
    }

    @Test
    void basic_credentials_that_the_document_leaves_out_do_not_reach_it(@TempDir Path folder) throws Exception {
        try (GatewayRig rig = rig(folder, "")) {
            int before = app.looked();
            Browser guesser = rig.browser();
            for (int i = 0; i < 6; i++) {
                guesser.send(guesser.to("/doku.php?do=login")
                        .header("Authorization", LedgerSmb.basic("ann", i == 5 ? LegacyApp.PASSWORD : "wrong-" + i))
                        .header("Sec-Fetch-Mode", "navigate"));
            }
            assertThat(app.looked()).isEqualTo(before);
            assertThat(OwnLoginContract.sessions(rig)).isEmpty();
        }
    }

    @Test
    void a_login_that_the_app_remembers_for_a_year_is_no_login_here(@TempDir Path folder) throws Exception {
        try (GatewayRig rig = rig(folder, "")) {
            Browser browser = rig.browser();
            browser.get("/doku.php?do=login");
            posted(browser, "/doku.php?id=start", "u=ann&r=1&do=login&id=start&p=" + LegacyApp.PASSWORD);
            assertThat(app.greets(browser.get(app.inside()), "ann")).isTrue();
            rig.command("sessions.end", "user", "ann");
            assertThat(app.greets(browser.get(app.inside()), "ann")).isFalse();
            assertThat(app.greets(browser.get("/doku.php?do=login"), "ann")).isFalse();
        }
    }
}
