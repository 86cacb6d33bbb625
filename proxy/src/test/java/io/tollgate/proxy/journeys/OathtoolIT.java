package io.tollgate.proxy.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.AuthenticatorApp;
import io.tollgate.proxy.Browser;
import io.tollgate.proxy.FakeTime;
import io.tollgate.proxy.GatewayRig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Codes of an implementation that is not ours: {@code oathtool} of the OATH Toolkit, told the seed as a person types it. Part of
 * the profile because it has to be installed, which {@code .ci/pages} does.
 */
@Tag("journeys")
final class OathtoolIT {
    private static final String OLA = "ola@clinic.example";

    private final FakeTime time = new FakeTime();

    /** What {@code oathtool} says that the app of this seed shows at this time. */
    private static String oathtool(String seed, Instant time) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        System.getProperty("tollgate.test.oathtool", "oathtool"),
                        "--totp",
                        "--base32",
                        "--now",
                        "@" + time.getEpochSecond(),
                        seed)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(said).as("six digits").matches("[0-9]{6}");
        return said;
    }

    @Test
    void a_telephone_that_runs_another_program_sets_up_and_logs_in(@TempDir Path folder) throws Exception {
        try (GatewayRig rig = GatewayRig.start(folder, """
            apps:
              desk:
                upstream: http://127.0.0.1:1
                access:
                  biller: { allow: ["/**"] }
            second-factor: { use: required }
            """, time::in)) {
            rig.user(OLA, "biller");
            Browser ola = rig.browser();
            ola.login(OLA);
            String page = ola.get("/.tollgate/enrol").body();
            String seed = AuthenticatorApp.scanning(page).seed();
            assertThat(page).contains("secret=" + seed);

            assertThat(ola.post("/.tollgate/enrol", "code", oathtool(seed, time.instant()))
                            .statusCode())
                    .isEqualTo(200);

            for (int off : new int[] {-30, 0, 30}) { // A telephone that is slow, right, and fast.
                time.jump(Duration.ofMinutes(3));
                Browser again = rig.browser();
                again.login(OLA);
                String tooOff = oathtool(seed, time.instant().plusSeconds(off < 0 ? -90 : 90));
                assertThat(again.post("/.tollgate/factor", "code", tooOff).statusCode())
                        .isEqualTo(401);
                String code = oathtool(seed, time.instant().plusSeconds(off));
                assertThat(again.post("/.tollgate/factor", "code", code).statusCode())
                        .as("%s seconds off", off)
                        .isEqualTo(303);
                Browser replayed = rig.browser();
                replayed.login(OLA);
                assertThat(replayed.post("/.tollgate/factor", "code", code).statusCode())
                        .isEqualTo(401);
            }
        }
    }

    @Test
    void for_a_thousand_times_over_a_century_both_say_the_same() throws Exception {
        String seed = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        AuthenticatorApp ours = AuthenticatorApp.scanning("<p class=\"seed\"><code>" + seed + "</code></p>");
        // One call for many: --window says so many codes on from there.
        for (long start : new long[] {0, 1_111_111_080L, 2_000_000_010L, 2_147_483_640L, 4_000_000_020L}) {
            Process process = new ProcessBuilder(
                            System.getProperty("tollgate.test.oathtool", "oathtool"),
                            "--totp",
                            "--base32",
                            "--window=199",
                            "--now",
                            "@" + start,
                            seed)
                    .start();
            String[] said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .strip()
                    .split("\n", -1);
            assertThat(said).hasSize(200);
            for (int i = 0; i < said.length; i++) {
                assertThat(ours.code(Instant.ofEpochSecond(start + 30L * i))).isEqualTo(said[i]);
            }
        }
    }
}
