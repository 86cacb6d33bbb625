package io.tollgate.proxy.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.Browser;
import io.tollgate.proxy.GatewayProcess;
import io.tollgate.proxy.GatewayRig;
import io.tollgate.proxy.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was acknowledged before a {@code kill -9} is there after it, and what was not is wholly there or not at all. Each build
 * kills a few times, {@code .ci/crash} fifty times.
 */
final class CrashIT {
    private static final int ROUNDS = Integer.getInteger("tollgate.crash.rounds", 3);

    /** A kill comes after so many acts at least and at most, and so many milliseconds later. */
    private static final int FEWEST = 10;

    private static final int MOST = 40;
    private static final int LATEST_MILLIS = 400;
    private static final String APPS = """
        lockout: { after: 100, until-admin-after: 100000, per-network: 100000/m, per-user: 100000/d, unknown-devices: { after: 100000 } }
        apps:
          desk:
            upstream: http://127.0.0.1:%d
            access:
              biller: { allow: ["/**"] }
        """;

    @TempDir
    Path folder;

    private ScriptedUpstream app;
    private GatewayRig rig;
    private Aftermath aftermath;

    @BeforeEach
    void start() throws Exception {
        app = new ScriptedUpstream((head, socket) ->
                ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nsmall"));
        rig = GatewayRig.start(folder, APPS.formatted(app.port()));
        aftermath = new Aftermath(rig);
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
        app.close();
    }

    @Test
    void whenever_it_is_killed_nothing_is_lost_or_half_done() throws Exception {
        long seed = Long.getLong("tollgate.crash.seed", System.nanoTime());
        System.out.println("-Dtollgate.crash.seed=" + seed);
        Random random = new Random(seed);
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            people.add(person("changer" + i, Changer::new));
        }
        people.add(person("forgetful", Forgetful::new));
        people.add(person("comer", Comer::new));
        people.add(new Stranger());
        rig.close();

        for (int round = 1; round <= ROUNDS; round++) {
            int acts = FEWEST + random.nextInt(MOST - FEWEST + 1);
            int millis = random.nextInt(LATEST_MILLIS);
            try (GatewayProcess gateway = shortLived()) {
                hold(people, gateway);
                new Crowd(people, gateway, rig.trust()).actUntilKilled(acts, millis);
            }
            assertThat(AuditVerify.exit(rig.yaml())).as("audit verify").isZero();
            System.out.println("round " + round + ": killed " + millis + " ms after " + acts + " acts: " + people);
        }
        try (GatewayProcess gateway = shortLived()) {
            hold(people, gateway);
            aftermath.sessionsAreProved();
            assertThat(gateway.end()).isZero();
        }
        aftermath.trailIsWhole(people.stream().mapToInt(Person::acknowledged).sum());
        assertThat(people.stream().filter(Changer.class::isInstance).mapToInt(Person::acknowledged))
                .as("changes of passwords")
                .anyMatch(changes -> changes > 0);
        rig.restart();
    }

    /** The quicker compiler alone: it lives for seconds. */
    private GatewayProcess shortLived() throws IOException {
        return GatewayProcess.start(rig.yaml(), folder.resolve("gateway.log"), "-XX:TieredStopAtLevel=1");
    }

    private Person person(String name, BiFunction<String, String, Person> kind) throws Exception {
        String user = name + "@clinic.example";
        rig.user(user, "biller");
        return kind.apply(user, GatewayRig.PASSWORD);
    }

    private void hold(List<Person> people, GatewayProcess gateway) throws Exception {
        Desk desk = new Desk(rig.trust(), gateway.port(), aftermath);
        for (Person person : people) {
            person.holds(desk);
        }
    }

    @Test
    void a_gateway_that_is_asked_to_end_ends_with_nothing_lost() throws Exception {
        List<Browser> browsers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            rig.user("person" + i + "@clinic.example", "biller");
        }
        rig.close();
        try (GatewayProcess gateway = GatewayProcess.start(rig.yaml())) {
            for (int i = 0; i < 4; i++) {
                Browser browser = new Browser(rig.trust(), gateway.port());
                assertThat(browser.login("person" + i + "@clinic.example").statusCode())
                        .isEqualTo(303);
                browsers.add(browser);
            }
            assertThat(gateway.end()).isZero();
        }
        assertThat(aftermath.linesOf("gateway.stopped")).hasSize(2);
        aftermath.trailIsWhole(browsers.size());
        rig.restart();
        Desk desk = new Desk(rig.trust(), rig.port(), aftermath);
        for (Browser browser : browsers) {
            assertThat(desk.isIn(browser.cookie())).isTrue();
        }
    }
}
