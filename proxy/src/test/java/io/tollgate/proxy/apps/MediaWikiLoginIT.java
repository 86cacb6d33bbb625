package io.tollgate.proxy.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.Browser;
import io.tollgate.proxy.GatewayRig;
import io.tollgate.proxy.apps.LegacyApp.Visitor;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MediaWiki's login, guarded in place: a wrong password is a 200, told by what the page says. */
@Tag("apps")
final class MediaWikiLoginIT implements OwnLoginContract {
    private final LegacyApp app = new MediaWiki();

    @Override
    public LegacyApp app() {
        return app;
    }

    @Test
    void a_form_of_another_session_is_neither_and_opens_nothing(@TempDir Path folder) throws Exception {
        try (GatewayRig rig = rig(folder, "")) {
            int before = app.looked();
            Browser browser = rig.browser();
            browser.get(MediaWiki.LOGIN);
            HttpResponse<String> answer = browser.post(
                    MediaWiki.LOGIN,
                    "wpName",
                    "Ann",
                    "wpPassword",
                    LegacyApp.PASSWORD,
                    "authAction",
                    "login",
                    "wpLoginToken",
                    "0123456789012345678901234567890123456789abcdef01+\\");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(OwnLoginContract.sessions(rig)).isEmpty();
            assertThat(app.looked()).as("it has not looked at the password").isEqualTo(before);
            annInside(rig);
            assertThat(OwnLoginContract.ended(rig)).contains("\"login.unclear\"");
        }
    }

    @Test
    void the_page_that_says_who_was_wrong_arrives_whole(@TempDir Path folder) throws Exception {
        try (GatewayRig rig = rig(folder, "")) {
            HttpResponse<String> wrong = app.visitor(rig.browser()).login("Ann", "wrong");
            assertThat(wrong.statusCode()).isEqualTo(200);
            assertThat(wrong.body())
                    .contains("Incorrect username or password entered.")
                    .endsWith("</html>");
        }
    }

    @Test
    void the_doors_of_its_programs_are_shut(@TempDir Path folder) throws Exception {
        try (GatewayRig rig = rig(folder, "")) {
            Visitor ann = annInside(rig);
            for (String door :
                    List.of("/api.php?action=login", "/api.php?action=clientlogin", "/api.php/x?Action=ClientLogin")) {
                assertThat(ann.open(door).statusCode()).as(door).isEqualTo(403);
            }
            HttpResponse<String> posted = ann.browser()
                    .post(
                            "/api.php",
                            "action",
                            "login",
                            "lgname",
                            "Bob",
                            "lgpassword",
                            LegacyApp.PASSWORD,
                            "lgtoken",
                            "x");
            assertThat(posted.statusCode()).isEqualTo(403);
        }
    }
}
