package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A payment page posts back to the app, and the person is still logged in. */
final class ReturnsIT {
    private static final String ANN = "ann@clinic.example";

    private final List<String> bodies = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    private ScriptedUpstream app;
    private GatewayRig rig;
    private Browser browser;
    private Browser stranger;

    @BeforeEach
    void start() throws Exception {
        app = new ScriptedUpstream(this::answer);
        rig = GatewayRig.start(folder, """
            apps:
              billing:
                upstream: http://127.0.0.1:%d
                returns: ["/pay/*/back"]
                forms: 1KB
                public: ["POST /pay/notify/back"]
                access: { biller: { allow: ["/**"] } }
            """.formatted(app.port()));
        rig.user(ANN, "biller");
        browser = rig.browser();
        stranger = rig.browser();
        assertThat(browser.login(ANN).statusCode()).isEqualTo(303);
    }

    private void answer(String head, Socket socket) throws Exception {
        int at = head.toLowerCase(java.util.Locale.ROOT).indexOf("content-length: ");
        int length = at < 0 ? 0 : Integer.parseInt(head.substring(at + 16, head.indexOf('\r', at)));
        bodies.add(
                new String(socket.getInputStream().readNBytes(length), java.nio.charset.StandardCharsets.ISO_8859_1));
        ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\npaid");
    }

    @AfterEach
    void stop() throws Exception {
        app.close();
        rig.close();
    }

    private HttpResponse<String> posts(Browser who, String path, String site, String body, String... more)
            throws Exception {
        var request = who.to(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Sec-Fetch-Mode", "navigate")
                .header("Sec-Fetch-Site", site)
                .POST(BodyPublishers.ofString(body));
        for (int i = 0; i < more.length; i += 2) {
            request.header(more[i], more[i + 1]);
        }
        return who.send(request);
    }

    @Test
    void what_another_site_posts_is_posted_again_from_here() throws Exception {
        HttpResponse<String> page = posts(stranger, "/pay/7/back?x=%41", "cross-site", "token=a%2Bb&ok=");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("<form id=\"return\" method=\"post\" enctype=\"application/x-www-form-urlencoded\"")
                .contains("name=\"token\" value=\"a+b\"")
                .contains("name=\"ok\" value=\"\"")
                .contains("<button type=\"submit\">")
                .doesNotContain(" action=");
        assertThat(page.headers().firstValue("x-frame-options")).contains("DENY");
        assertThat(bodies).isEmpty();

        HttpResponse<String> again = posts(browser, "/pay/7/back?x=%41", "same-origin", "token=a%2Bb&ok=");
        assertThat(again.body()).isEqualTo("paid");
        assertThat(bodies).containsExactly("token=a%2Bb&ok=");
        assertThat(app.heads().get(0)).startsWith("POST /pay/7/back?x=%41 ").contains("X-Forwarded-User: " + ANN);
    }

    @Test
    void a_browser_that_sends_its_cookie_all_the_same_and_one_without_fetch_metadata_meet_the_page_too()
            throws Exception {
        assertThat(posts(browser, "/pay/7/back", "cross-site", "a=1").body()).contains("id=\"return\"");
        assertThat(posts(stranger, "/pay/7/back", "same-site", "a=1").body()).contains("id=\"return\"");
        HttpResponse<String> old = stranger.send(stranger.to("/pay/7/back")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "text/html")
                .header("Origin", "https://pay.example")
                .POST(BodyPublishers.ofString("a=1")));
        assertThat(old.body()).contains("id=\"return\"");
        HttpResponse<String> framed = posts(stranger, "/pay/7/back", "cross-site", "a=1", "Sec-Fetch-Dest", "iframe");
        assertThat(framed.headers().firstValue("x-frame-options")).contains("SAMEORIGIN");
    }

    @Test
    void no_other_path_method_or_sender_meets_it() throws Exception {
        assertThat(posts(browser, "/pay/7/other", "cross-site", "a=1").statusCode())
                .isEqualTo(403);
        assertThat(posts(browser, "/pay/7/back/x", "cross-site", "a=1").statusCode())
                .isEqualTo(403);
        assertThat(posts(browser, "/PAY/7/back", "cross-site", "a=1").statusCode())
                .isEqualTo(403);
        assertThat(posts(browser, "/pay//back", "cross-site", "a=1").statusCode())
                .isEqualTo(403);
        String front = "https://localhost:" + rig.port();
        assertThat(posts(browser, "/pay/7/back", "cross-site", "a=1", "Referer", front + "/pay/7/back")
                        .statusCode())
                .as("what our page sent out of a sandbox is not sent round for ever")
                .isEqualTo(403);
        assertThat(stranger.send(stranger.to("/pay/notify/back")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString("a=1")))
                        .body())
                .as("a payment service's own server")
                .isEqualTo("paid");
        assertThat(posts(stranger, "/pay/7/back", "same-origin", "a=1").statusCode())
                .as("nobody is logged in here")
                .isEqualTo(401);
    }

    @Test
    void what_can_t_be_posted_again_is_refused() throws Exception {
        assertThat(posts(stranger, "/pay/7/back", "cross-site", "a=" + "x".repeat(1000))
                        .statusCode())
                .isEqualTo(413);
        HttpResponse<String> odd = posts(stranger, "/pay/7/back", "cross-site", "a=%0A");
        assertThat(odd.statusCode()).isEqualTo(415);
        assertThat(odd.headers().firstValue("tollgate-reason")).contains("returns.form");
        assertThat(bodies).isEmpty();
    }
}
