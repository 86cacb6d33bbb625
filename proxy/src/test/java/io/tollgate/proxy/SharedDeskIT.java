package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.demo.LegacyBilling;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two people, one desk: who comes second does not find what the application remembered of the first. LedgerDesk shows the
 * last patient of whoever sends its cookie.
 */
final class SharedDeskIT {
    private static final String ANN = "ann@clinic.example";
    private static final String BOB = "bob@clinic.example";
    private static final String NOBODY_YET = "last patient: none yet";

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime();
    private LegacyBilling app;
    private GatewayRig rig;
    private Browser desk;
    private String patient = "";

    @BeforeEach
    void start() throws Exception {
        app = LegacyBilling.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), InstantSource.system());
        rig = GatewayRig.start(folder, """
                apps:
                  billing:
                    upstream: http://127.0.0.1:%d
                    app-cookies: [BILLINGSID]
                    access:
                      desk: { allow: ["/**"] }
                """.formatted(app.address().getPort()), time::in);
        rig.user(ANN, "desk");
        rig.user(BOB, "desk");
        desk = rig.browser();
        desk.login(ANN);
        Matcher link = Pattern.compile("HREF=\"(/patients/[0-9]+)\"", Pattern.CASE_INSENSITIVE)
                .matcher(desk.get("/patients/").body());
        assertThat(link.find()).isTrue();
        patient = link.group(1);
        assertThat(desk.get(patient).statusCode()).isEqualTo(200);
        assertThat(desk.get("/invoices/").body()).contains("last patient: <A href=\"" + patient + "\"");
    }

    @AfterEach
    void stop() {
        rig.close();
        app.close();
    }

    @Test
    void the_next_person_after_a_logout_starts_afresh() throws Exception {
        String annsApp = appCookie(desk);
        HttpResponse<String> out = desk.post("/.tollgate/logout");
        assertThat(out.headers().allValues("set-cookie"))
                .anyMatch(cookie -> cookie.startsWith("BILLINGSID=") && cookie.contains("Max-Age=0"));
        assertThat(out.headers().firstValue("clear-site-data").orElseThrow()).doesNotContain("cookies");

        desk.login(BOB);
        assertThat(desk.get("/invoices/").body()).contains(BOB).contains(NOBODY_YET);
        assertThat(withAppCookie(BOB, annsApp).body()).contains(BOB).contains(NOBODY_YET);
    }

    @Test
    void the_next_person_at_a_locked_desk_starts_afresh() throws Exception {
        String annsApp = appCookie(desk);
        time.jump(Duration.ofMinutes(11));
        assertThat(desk.get("/invoices/").headers().firstValue("location").orElseThrow())
                .startsWith("/.tollgate/lock");
        assertThat(desk.cookie()).contains(annsApp);

        assertThat(desk.login(BOB).statusCode()).isEqualTo(303);
        assertThat(desk.get("/invoices/").body()).contains(BOB).contains(NOBODY_YET);
        assertThat(desk.get("/invoices/").body()).contains(NOBODY_YET);
    }

    @Test
    void the_first_person_finds_what_was_theirs() throws Exception {
        String annsApp = appCookie(desk);
        desk.post("/.tollgate/logout");
        assertThat(withAppCookie(ANN, annsApp).body()).contains(patient);
    }

    @Test
    void a_restart_does_not_forget_whose_it_is() throws Exception {
        String annsApp = appCookie(desk);
        String anns = desk.cookie();
        rig.restart();
        assertThat(withAppCookie(BOB, annsApp).body()).contains(BOB).contains(NOBODY_YET);
        Browser again = rig.browser();
        assertThat(again.send(again.to("/invoices/").header("Cookie", anns)).body())
                .contains(ANN)
                .contains("last patient: <A href=\"" + patient + "\"");
    }

    private HttpResponse<String> withAppCookie(String user, String appCookie) throws Exception {
        Browser login = rig.browser();
        login.login(user);
        Browser other = rig.browser();
        return other.send(other.to("/invoices/").header("Cookie", login.cookie() + "; " + appCookie));
    }

    private static String appCookie(Browser browser) {
        return Arrays.stream(browser.cookie().split("; "))
                .filter(cookie -> cookie.startsWith("BILLINGSID="))
                .findFirst()
                .orElseThrow();
    }
}
