package io.tollgate.proxy.secrets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.GatewayRig;
import io.tollgate.proxy.ScriptedUpstream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A day of a gateway that the real command line starts: people, their mistakes, administrators, a rotation, a crash. Then every
 * secret of it is looked for, in every usual spelling, in all that it wrote. {@code .ci/secrets} runs it.
 */
@Tag("secrets")
final class SecretsIT {
    private static final String CONTROL = "anneliese.kontrolle@clinic.example";
    private static final String APPS = """
        lockout: { per-network: 100000/m }
        second-factor: { use: offered, roles: { auditor: required }, remember: 30d }
        apps:
          desk:
            hosts: [localhost]
            upstream: http://127.0.0.1:%d
            access:
              biller: { allow: ["/**", { match: "POST /payments/**", step-up: true }] }
              auditor: { allow: ["/**", { match: "POST /payments/**", step-up: true }] }
        """;

    @TempDir
    Path folder;

    private final House house = new House();
    private final Secrets secrets = house.secrets();
    private final Evidence evidence = house.evidence();
    private final SecondFactorDay factors = new SecondFactorDay(house);
    private ScriptedUpstream app;
    private OwnLoginDay door;
    private GatewayRig sameFromNowOn;
    private Visitor ann;
    private String good;
    private Path yaml;
    private Path data;
    private Path where;
    private CommandLine line;

    @BeforeEach
    void house() throws Exception {
        app = new ScriptedUpstream(this::answer);
        door = new OwnLoginDay(house);
        String apps = APPS.formatted(app.port()) + OwnLoginDay.APP.formatted(door.port());
        try (GatewayRig rig = GatewayRig.start(folder, apps)) {
            sameFromNowOn = rig;
            house.trust().set(rig.trust());
            yaml = rig.yaml();
            data = rig.config().data();
        }
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            sameFromNowOn.listenOn(free.getLocalPort()); // Browsers come back to where they were.
        }
        sameFromNowOn.rewrite(apps);
        where = Files.createDirectories(folder.resolve("where"));
        line = new CommandLine(folder.resolve("checkout"), where, evidence);
        sealingKey();
    }

    @AfterEach
    void close() throws Exception {
        app.close();
        door.end();
    }

    /** What the application was sent: only what it should. */
    private void answer(String head, Socket socket) throws Exception {
        evidence.add("upstream", head.getBytes(ISO_8859_1), "cookie JSESSIONID", "query", "bearer", "body");
        InputStream in = socket.getInputStream();
        String length = head.lines()
                .filter(field -> field.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:"))
                .findFirst()
                .map(field -> field.substring(15).strip())
                .orElse("0");
        String body = new String(in.readNBytes(Integer.parseInt(length)), UTF_8);
        if (body.contains("kept-body")) {
            ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\npaid!");
            return;
        }
        if (head.startsWith("GET /breaks")) {
            ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhalf");
            return;
        }
        String cookie = house.secret("cookie JSESSIONID");
        ScriptedUpstream.say(
                socket,
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\nSet-Cookie: JSESSIONID=" + cookie
                        + "; Path=/\r\n\r\nsmall");
    }

    private void sealingKey() throws Exception {
        String text = Files.readString(folder.resolve("tollgate.key")).strip();
        secrets.add("sealing key", text);
        secrets.add("sealing key", Base64.getDecoder().decode(text));
    }

    @Test
    void no_secret_of_a_day_is_in_anything_that_the_day_wrote() throws Exception {
        byte[] heap;
        try (Watcher watcher = new Watcher()) {
            try (GatewayRun gateway = GatewayRun.start(line, yaml, folder, "first")) {
                command(
                        0,
                        factors.password() + "\n",
                        "users",
                        "add",
                        SecondFactorDay.WHO,
                        "--role",
                        "auditor",
                        "--password-stdin",
                        "--keep");
                factors.enrol(gateway);
                people(gateway);
                mistakes(gateway);
                factors.codes(gateway);
                door.logins(gateway);
                administration();
                factors.again(gateway);
                evidence.addAll("data while it runs", data);
                heap = gateway.heap(folder.resolve("heap.hprof"));
                assertThat(gateway.end("SEGV")).isNotZero();
                gateway.tell(evidence);
            }
            evidence.addAll("data after a crash", data);
            crash();
            Files.writeString(yaml, "session: { idle: 5s, warn: 1s }\n" + Files.readString(yaml));
            try (GatewayRun gateway = GatewayRun.start(line, yaml, folder, "second")) {
                ComeBack comeBack = new ComeBack(house, ann, "password", good);
                comeBack.confirms(data);
                factors.comeBack().confirms(data);
                comeBack.walksAway(good);
                metrics(gateway);
                evidence.add("heap after the crash", gateway.heap(folder.resolve("heap.hprof")), "sealing key");
                assertThat(gateway.end("TERM")).isZero();
                gateway.tell(evidence);
            }
            line.run(0, "", "audit", "verify", "--config", yaml.toString());
            watcher.tell(evidence);
            System.out.println("looks at processes that differed: " + watcher.count());
        }
        evidence.addAll("data at the end", data);
        // The key is what everything is sealed by: a gateway that runs has it, and so has a dump of its heap.
        evidence.add("heap", heap, "sealing key");
        judge();
    }

    private void judge() {
        System.out.println("secrets: " + secrets.counts());
        System.out.println("bytes searched: " + evidence.sizes());
        Secrets control = new Secrets();
        control.add("control", CONTROL);
        List<Haystack.Found> seen = evidence.search(control);
        for (String part :
                List.of("data while it runs/audit", "data at the end/store.db", "heap", "pages", "commands")) {
            assertThat(seen)
                    .as("the control in " + part)
                    .anyMatch(found -> found.where().startsWith(part));
        }
        List<Haystack.Found> found = evidence.search(secrets);
        found.forEach(System.out::println);
        assertThat(found).isEmpty();
    }

    private void people(GatewayRun gateway) throws Exception {
        good = house.password("password");
        command(0, good + "\n", "users", "add", CONTROL, "--role", "biller", "--password-stdin", "--keep");
        ann = house.visitor(gateway);
        ann.get("/claims");
        assertThat(ann.login(CONTROL, house.wrong())).isEqualTo(401);
        assertThat(ann.login(CONTROL, good)).isEqualTo(303);
        assertThat(ann.get("/claims?token=" + house.secret("query")).statusCode())
                .isEqualTo(200);
        ann.send(ann.to("/claims")
                .header("Authorization", "Bearer " + house.secret("bearer"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("note=" + house.secret("body"))));
        ann.get("/.tollgate/account");

        String temporary = house.password("temporary password");
        String chosen = house.password("chosen password");
        command(0, temporary + "\n", "users", "add", "bea@clinic.example", "--role", "biller", "--password-stdin");
        Visitor bea = house.visitor(gateway);
        assertThat(bea.login("bea@clinic.example", temporary)).isEqualTo(303);
        bea.get("/.tollgate/password");
        bea.post(
                "/.tollgate/password",
                "current-password",
                house.wrong(),
                "new-password",
                chosen,
                "repeat-password",
                chosen);
        bea.post(
                "/.tollgate/password",
                "current-password",
                temporary,
                "new-password",
                chosen,
                "repeat-password",
                house.wrong());
        assertThat(bea.post(
                                "/.tollgate/password",
                                "current-password",
                                temporary,
                                "new-password",
                                chosen,
                                "repeat-password",
                                chosen)
                        .statusCode())
                .isEqualTo(303);
        assertThat(bea.get("/claims").statusCode()).isEqualTo(200);
        bea.post("/.tollgate/logout");
        imported(gateway);
    }

    private void imported(GatewayRun gateway) throws Exception {
        String password = house.password("imported password");
        byte[] salt = new byte[16];
        house.random().nextBytes(salt);
        String hash = OpenBSDBCrypt.generate(password.getBytes(UTF_8), salt, 10);
        Path file = Files.writeString(
                folder.resolve("users.csv"), "name,hash,roles\nold@clinic.example," + hash + ",biller\n");
        command(0, "", "users", "import", file.toString());
        Visitor old = house.visitor(gateway);
        assertThat(old.login("old@clinic.example", password)).isEqualTo(303);
        old.get("/claims");
    }

    private void mistakes(GatewayRun gateway) throws Exception {
        command(
                0,
                house.password("password") + "\n",
                "users",
                "add",
                "carl@clinic.example",
                "--role",
                "biller",
                "--password-stdin",
                "--keep");
        Visitor carl = house.visitor(gateway);
        for (int i = 0; i < 6; i++) {
            assertThat(carl.login("carl@clinic.example", house.wrong())).isIn(401, 429);
        }
        carl.login("nobody@clinic.example", house.wrong());
        carl.post("/.tollgate/login", "username", "carl@clinic.example", "password", house.wrong() + "x".repeat(5_000));
        carl.send(carl.to("/.tollgate/login")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("username=carl%ZZ&password=" + house.secret("broken form"))));
        carl.send(carl.to("/.tollgate/login")
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofString("--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n"
                        + house.secret("broken form") + "\r\n--b")));
        carl.send(carl.to("/.tollgate/login")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"password\": \"" + house.secret("broken form") + "\"}")));
        carl.send(carl.to("/claims")
                .header("Cookie", "__Host-tollgate=" + house.secret("made-up token"))
                .header("X-Forwarded-User", "carl"));
        carl.send(carl.to("/breaks?password=" + house.secret("query")));
        for (String raw : List.of(
                "GET /claims?t=%s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "GET /claims/../x?t=%s HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /%%zz?t=%s HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "POST /.tollgate/login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: nonsense\r\n\r\npassword=%s",
                "NONSENSE %s\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nCookie broken %s\r\n\r\n")) {
            String request = raw.formatted(house.secret("broken request"));
            evidence.add("pages: raw", Raw.answer(house.trust().get(), gateway.port(), request));
        }
    }

    private void administration() throws Exception {
        command(0, "", "users", "list");
        command(0, "", "users", "show", CONTROL);
        command(0, "", "users", "devices", CONTROL);
        command(0, "", "sessions", "list");
        command(0, "", "lockouts", "list");
        command(0, house.password("password") + "\n", "users", "password", "carl@clinic.example", "--password-stdin");
        command(2, "short\n", "users", "add", "dora@clinic.example", "--role", "biller", "--password-stdin");
        command(0, "", "keys", "show");
        command(0, "", "reload");
        command(0, "", "keys", "rotate");
        sealingKey();
        command(0, "", "users", "disable", "bea@clinic.example");
        command(0, "", "audit", "tail");
        command(0, "", "audit", "verify");
    }

    private void command(int exit, String input, String... words) throws Exception {
        line.run(
                exit,
                input,
                Stream.concat(Stream.of(words), Stream.of("--config", yaml.toString()))
                        .toArray(String[]::new));
    }

    private void metrics(GatewayRun gateway) throws Exception {
        Visitor admin = new Visitor(house.trust().get(), "localhost", gateway.adminPort(), secrets, evidence);
        assertThat(admin.get("/metrics").statusCode()).isEqualTo(200);
        admin.get("/health/ready");
    }

    /** What the JVM left of itself. */
    private void crash() throws Exception {
        evidence.addAll("crash", where);
        try (Stream<Path> files = Files.list(where)) {
            List<String> names =
                    files.map(file -> file.getFileName().toString()).toList();
            assertThat(names).hasSize(1).allMatch(name -> name.startsWith("hs_err_pid"));
        }
    }
}
