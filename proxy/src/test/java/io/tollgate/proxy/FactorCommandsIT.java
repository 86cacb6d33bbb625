package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.cli.Main;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator types about second factors, in processes of their own, while a gateway runs and while none does. */
final class FactorCommandsIT {
    private static final String ANN = "ann@clinic.example";

    @TempDir
    Path folder;

    private final List<String> secrets = new ArrayList<>();
    private final StringBuilder printed = new StringBuilder();
    private ScriptedUpstream app;
    private GatewayRig rig;

    @BeforeEach
    void start() throws Exception {
        app = new ScriptedUpstream((head, socket) ->
                ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"));
        rig = GatewayRig.start(folder, """
            second-factor: { use: offered, roles: { biller: required }, remember: 7d }
            apps:
              desk:
                upstream: http://127.0.0.1:%d
                access: { biller: { allow: ["/**"] } }
            """.formatted(app.port()));
        rig.user(ANN, "biller");
        rig.close(); // Processes of their own from here on.
    }

    @AfterEach
    void stop() throws Exception {
        app.close();
    }

    private record Said(int exit, String out, String err) {}

    private Said tollgate(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(words));
        command.addAll(List.of("--config", rig.yaml().toString()));
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        Said said = new Said(process.exitValue(), Files.readString(out), Files.readString(err));
        printed.append(said);
        return said;
    }

    private static String location(HttpResponse<?> answer) {
        return answer.headers().firstValue("location").orElse("");
    }

    private static List<String> all(String expression, String page) {
        List<String> found = new ArrayList<>();
        Matcher matcher = Pattern.compile(expression).matcher(page);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    /** Sets up an app by the pages; what it knows is a secret from then on. */
    private AuthenticatorApp enrolled(Browser browser) throws Exception {
        assertThat(location(browser.login(ANN))).startsWith("/.tollgate/factor");
        String page = browser.get("/.tollgate/enrol").body();
        AuthenticatorApp telephone = AuthenticatorApp.scanning(page);
        HttpResponse<String> codes =
                browser.post("/.tollgate/enrol", "code", telephone.code(Instant.now()), "return-to", "/");
        assertThat(codes.statusCode()).as(codes.body()).isEqualTo(200);
        secrets.add(telephone.seed());
        secrets.addAll(AuthenticatorApp.recoveryCodes(codes.body()));
        assertThat(secrets).hasSize(11);
        return telephone;
    }

    @Test
    void factors_and_devices_are_shown_and_taken_away_while_a_gateway_runs_and_while_none_does() throws Exception {
        Said none = tollgate("users", "factors", ANN);
        assertThat(none.out).as(none.err).contains("this user has no second factor");
        assertThat(tollgate("explain", "--user", ANN, "GET /claims/7").out)
                .contains("at a login: the password, then a second factor has to be set up")
                .contains("second factor required by second-factor.roles.biller  ")
                .containsPattern("tollgate\\.yaml:\\d+:\\d+");
        try (GatewayProcess gateway = GatewayProcess.start(rig.yaml())) {
            Browser desk = new Browser(rig.trust(), gateway.port());
            AuthenticatorApp telephone = enrolled(desk);
            assertThat(desk.get("/claims/7").statusCode()).isEqualTo(200);
            assertThat(location(desk.login(ANN))).startsWith("/.tollgate/factor");
            String ahead = telephone.code(Instant.now().plusSeconds(30));
            assertThat(location(desk.post("/.tollgate/factor", "code", ahead, "remember", "1", "return-to", "/")))
                    .isEqualTo("/");

            assertThat(tollgate("users", "factors", ANN).out)
                    .containsPattern("FACTOR +ID +NAME +SINCE +LAST-USED +NOTE")
                    .containsPattern("totp +- +authenticator app +20..-..-..T..:..:..Z +20")
                    .containsPattern("recovery +- +recovery codes +- +- +10 left");
            String devices = tollgate("users", "devices", ANN).out;
            assertThat(devices).containsPattern("NO-CODE-UNTIL +NO-CODE-ON").contains("localhost");
            assertThat(location(desk.login(ANN))).as("remembered").isEqualTo("/");
            assertThat(tollgate("users", "show", ANN).out)
                    .containsPattern("second-factor: +required")
                    .containsPattern("factors: +totp, recovery \\(10 left\\)")
                    .containsPattern("remembered-devices: +1");
            assertThat(tollgate("explain", "--user", ANN, "GET /claims/7").out)
                    .contains("at a login: the password, then totp or recovery (10 left), but for remembered devices");

            String id = all("(?m)^([0-9a-f]{12}) ", devices).get(0);
            assertThat(tollgate("users", "devices", ANN, "--forget", id).exit).isZero();
            assertThat(location(desk.login(ANN))).as("forgotten").startsWith("/.tollgate/factor");
            Said codes = tollgate("users", "reset-factors", ANN, "--recovery", "--keep-sessions");
            assertThat(codes.out).contains(ANN + " has no longer: recovery; a code is asked for");
        }
        assertThat(tollgate("users", "factors", ANN, "--json").out)
                .contains("\"factor\":\"totp\"")
                .doesNotContain("recovery");
        Said reset = tollgate("users", "reset-factors", ANN);
        assertThat(reset.exit).as(reset.err).isZero();
        assertThat(reset.out).contains("whoever logs in next with the password sets up a second factor");
        Said again = tollgate("users", "reset-factors", ANN);
        assertThat(again.exit).isEqualTo(1);
        assertThat(again.err).contains(ANN + " has no second factor");
        assertThat(tollgate("audit", "tail").out)
                .contains("users.device-remembered", "users.device-revoked", "users.factors-reset", "factor.enrolled");
        assertThat(tollgate("audit", "verify").exit).isZero();

        try (GatewayProcess gateway = GatewayProcess.start(rig.yaml())) {
            Browser desk = new Browser(rig.trust(), gateway.port());
            desk.login(ANN);
            assertThat(location(desk.get("/.tollgate/factor"))).startsWith("/.tollgate/enrol");
        }
        assertThat(secrets).allSatisfy(secret -> assertThat(printed).doesNotContain(secret));
    }
}
