package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.cli.Main;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tollgate users import} as an operator calls it, in processes of their own, with hashes other programs made. */
final class UsersImportIT {
    private static final String PASSWORD = "vier schwarze K\u00e4tzchen";
    private static final String BCRYPT = "$2b$05$abcdefghijklmnopqrstuuv3etF6rwmyZze4n5k4bJI/k1DnFUWZe";
    private static final String SHA512 =
            "$6$saltstring$4W8nllZv538oGhA2BkEKhIj9UMqwg5RmGbi/pIbP4ucvqcMdL3AyUEc3g.81DFDhr2jJpQ0jW9pemmsjH8P5O0";
    private static final String DJANGO =
            "pbkdf2_sha256$120000$Ab3dEf5hIj7k$I5/OBPBnR7lBqsWkt5kdRBxSwl26lo6asOf4snSJ2HY=";

    @TempDir
    Path folder;

    private ScriptedUpstream app;
    private GatewayRig rig;

    @BeforeEach
    void start() throws Exception {
        app = new ScriptedUpstream((head, socket) ->
                ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"));
        rig = GatewayRig.start(folder, """
            apps:
              desk:
                upstream: http://127.0.0.1:%d
                access: { biller: { allow: ["/**"] } }
            """.formatted(app.port()));
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
        return new Said(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private String file(String... lines) throws Exception {
        Path file = folder.resolve("users.csv");
        Files.writeString(file, "name,hash,roles\n" + String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
        return file.toString();
    }

    @Test
    void users_are_taken_over_while_no_gateway_runs_and_while_one_does_and_log_in() throws Exception {
        String first = file("ann@clinic.example," + BCRYPT + ",biller", "bob@clinic.example," + SHA512 + ",biller");
        Said dry = tollgate("users", "import", first, "--dry-run");
        assertThat(dry.exit).as(dry.err).isZero();
        assertThat(dry.out).contains("2 users can be imported; 1 must choose a new password", "nothing was changed");
        assertThat(tollgate("users", "list").out).contains("there is no user yet");
        assertThat(tollgate("users", "import", first).out).contains("2 users imported");

        try (GatewayProcess gateway = GatewayProcess.start(rig.yaml())) {
            Said second = tollgate("users", "import", file("eve@clinic.example," + DJANGO + ",biller"));
            assertThat(second.exit).as(second.err).isZero();
            assertThat(login(gateway, "ann@clinic.example", PASSWORD)).startsWith("303 /.tollgate/password");
            assertThat(login(gateway, "bob@clinic.example", PASSWORD)).isEqualTo("303 /");
            assertThat(login(gateway, "eve@clinic.example", PASSWORD)).isEqualTo("303 /");
            assertThat(login(gateway, "eve@clinic.example", PASSWORD)).isEqualTo("303 /");
            assertThat(login(gateway, "bob@clinic.example", "wrong")).startsWith("401");
            assertThat(tollgate("users", "show", "ann@clinic.example").out)
                    .containsPattern("must-change-password: +yes")
                    .containsPattern("change-reason: +weak-hash")
                    .doesNotContain("$2b$");
        }
    }

    @Test
    void a_file_with_problems_changes_nothing_and_all_of_them_are_told() throws Exception {
        Said said = tollgate(
                "users",
                "import",
                file(
                        "ann@clinic.example," + BCRYPT + ",biler",
                        "bob," + SHA512 + ",biller",
                        "eve@x.example,secret,biller"));

        assertThat(said.exit).isEqualTo(2);
        assertThat(said.err)
                .contains("line 2: role \"biler\" is not declared by any app; did you mean \"biller\"?")
                .contains("line 3: user name \"bob\" is not an e-mail address")
                .contains("line 4: the hash is none of the forms")
                .contains("nothing was imported: mend these 3 problems and try again")
                .doesNotContain("$2b$")
                .doesNotContain("secret");
        assertThat(said.out).isEmpty();
        assertThat(tollgate("users", "list").out).contains("there is no user yet");

        Said json = tollgate("users", "import", file("bob," + SHA512 + ",biller"), "--json");
        assertThat(json.err).contains("\"line\":2").contains("\"problem\":\"user name");
        assertThat(tollgate("users", "import", folder.resolve("none.csv").toString()).err)
                .contains("does not exist");
    }

    private String login(GatewayProcess gateway, String name, String password) throws Exception {
        var answer = new Browser(rig.trust(), gateway.port())
                .post("/.tollgate/login", "username", name, "password", password, "return-to", "/");
        return answer.statusCode() + " "
                + answer.headers().firstValue("location").orElse("");
    }
}
