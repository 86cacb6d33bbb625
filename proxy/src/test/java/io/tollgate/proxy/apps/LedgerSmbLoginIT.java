package io.tollgate.proxy.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.Browser;
import io.tollgate.proxy.GatewayRig;
import io.tollgate.proxy.apps.LegacyApp.Visitor;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** LedgerSMB's login, guarded in place: Basic credentials with every request and a cookie that is set anew all the time. */
@Tag("apps")
final class LedgerSmbLoginIT implements OwnLoginContract {
    private final LegacyApp app = new LedgerSmb();

    @Override
    public LegacyApp app() {
        return app;
    }

    private static HttpResponse<String> asked(Browser browser, String target, String name, String password)
            throws Exception {
        return browser.send(browser.to(target)
                .header("Authorization", LedgerSmb.basic(name, password))
                .header("Sec-Fetch-Mode", "cors")
                .header("Sec-Fetch-Site", "same-origin"));
    }

    @Test
    void the_same_wrong_credentials_for_twenty_files_are_one_failure(@TempDir Path folder) throws Exception {
        try (GatewayRig rig = rig(folder, "")) {
            Browser browser = rig.browser();
            for (int i = 0; i < 20; i++) {
                asked(browser, LedgerSmb.CHECKED + "&file=" + i, "ann", "wrong");
            }
            annInside(rig);
        }
    }

    @Test
    void an_address_that_another_word_overrules_opens_nothing(@TempDir Path folder) throws Exception {
        try (GatewayRig rig = rig(folder, "")) {
            Browser browser = rig.browser();
            HttpResponse<String> answer = browser.send(browser.to(LedgerSmb.CHECKED)
                    .header("Authorization", LedgerSmb.basic("ann", "anything"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header("Sec-Fetch-Site", "same-origin")
                    .POST(HttpRequest.BodyPublishers.ofString("action=logout")));
            assertThat(answer.headers().allValues("set-cookie"))
                    .noneMatch(cookie -> cookie.startsWith("__Host-tollgate="));
            for (String target : List.of(
                    "/login.pl",
                    LedgerSmb.CHECKED + "&action=logout",
                    LedgerSmb.CHECKED + ";action=logout",
                    "/css/ledgersmb.css")) {
                asked(browser, target, "ann", "anything");
            }
            assertThat(OwnLoginContract.sessions(rig)).isEmpty();
        }
    }

    @Test
    void its_cookie_that_is_set_with_every_answer_stays_the_users(@TempDir Path folder) throws Exception {
        try (GatewayRig rig = rig(folder, "")) {
            Visitor ann = annInside(rig);
            for (String page : List.of(
                    "/contact.pl?action=add&entity_class=2",
                    "/journal.pl?action=search",
                    "/user.pl?action=preference_screen")) {
                HttpResponse<String> answer = ann.open(page);
                assertThat(answer.statusCode()).as(page).isEqualTo(200);
                assertThat(answer.headers().allValues("set-cookie"))
                        .anyMatch(cookie -> cookie.startsWith("LedgerSMB-1.6-ds="));
            }
            assertThat(OwnLoginContract.sessions(rig)).hasSize(1);
        }
    }

    @Test
    void somebody_elses_credentials_in_ones_own_session_are_an_attempt(@TempDir Path folder) throws Exception {
        try (GatewayRig rig = rig(folder, "")) {
            Visitor ann = annInside(rig);
            for (int i = 0; i < 6; i++) {
                asked(ann.browser(), LedgerSmb.CHECKED, "bob", "wrong-" + i);
                asked(ann.browser(), app.inside(), "bob", "wrong-x" + i);
            }
            HttpResponse<String> bob = asked(rig.browser(), LedgerSmb.CHECKED, "bob", LegacyApp.PASSWORD);
            assertThat(bob.statusCode()).as("bob is locked for this network").isIn(401, 429);
            assertThat(OwnLoginContract.sessions(rig)).noneMatch(row -> row.contains("bob"));
        }
    }

    @Test
    void roles_say_where_in_the_app_people_may_go(@TempDir Path folder) throws Exception {
        try (GatewayRig rig = rig(folder, "")) {
            Visitor ann = annInside(rig);
            assertThat(ann.open("/setup.pl").statusCode()).isEqualTo(403);
            rig.command("users.roles", "name", "ann", "add", "auditor");
            rig.command("users.roles", "name", "ann", "remove", "biller");
            assertThat(app.greets(ann.open(app.inside()), "ann")).isTrue();
            assertThat(ann.open("/contact.pl?action=save").statusCode()).isEqualTo(403);
        }
    }
}
