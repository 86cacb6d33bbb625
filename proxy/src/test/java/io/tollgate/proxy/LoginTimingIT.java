package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * That a failed login takes as long and says the same whoever it was for. A few attempts in every build compare the answers;
 * the times are compared by {@code .ci/timing}, with as many attempts as that takes.
 */
final class LoginTimingIT {
    private static final int SAMPLES = Integer.getInteger("tollgate.timing.samples", 3);
    /** From here on means are steady enough to be compared. */
    private static final int ENOUGH = 500;

    private static final int EACH = 90;
    private static final String WRONG = "not-the-password-at-all";
    private static final List<String> KINDS = List.of("existing", "unknown", "locked", "disabled", "never-activated");

    @TempDir
    Path folder;

    @Test
    void a_failed_login_tells_nothing_by_its_answer_or_its_time() throws Exception {
        try (ScriptedUpstream app = new ScriptedUpstream(LoginTimingIT::serve);
                GatewayRig rig = GatewayRig.start(folder, """
                    apps: { desk: { upstream: "http://127.0.0.1:%d", access: { biller: { allow: ["/**"] } } } }
                    lockout:
                      { after: 100, first: 30d, longest: 30d, until-admin-after: 100000, per-network: 1000000/m,
                        per-user: 1000000/m, unknown-devices: { after: 100000 } }
                    """.formatted(app.port()))) {
            people(rig);
            Browser browser = rig.browser();
            for (int i = 0; i < 100; i++) {
                attempt(browser, name("locked", 0));
            }
            assertThat(rig.command("lockouts.list", "user", name("locked", 0)).rows())
                    .anyMatch(row -> row.get("locked").equals(true));
            measure(browser);
        }
    }

    private static void serve(String head, Socket socket) throws IOException {
        ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nsmall");
    }

    /** So many of each kind that none is locked by being measured. */
    private static void people(GatewayRig rig) throws Exception {
        for (int i = 0; i < SAMPLES; i += EACH) {
            rig.user(name("existing", i), "biller");
            rig.user(name("disabled", i), "biller");
            rig.command("users.disable", "name", name("disabled", i));
            rig.command(
                    "users.add", "name", name("never-activated", i), "role", "biller", "password", GatewayRig.PASSWORD);
        }
        rig.user(name("locked", 0), "biller");
    }

    private static String name(String kind, int sample) {
        return kind + "-" + sample / EACH + "@clinic.example";
    }

    private static void measure(Browser browser) throws Exception {
        Map<String, Long> nanos = new LinkedHashMap<>();
        Map<String, Map<String, List<String>>> fields = new HashMap<>();
        Map<String, String> bodies = new HashMap<>();
        Random random = new Random(1);
        for (int i = 0; i < SAMPLES; i++) {
            List<String> kinds = new ArrayList<>(KINDS);
            Collections.shuffle(kinds, random); // what goes on beside it hits all alike
            for (String kind : kinds) {
                String name = name(kind, kind.equals("locked") ? 0 : i);
                long start = System.nanoTime();
                HttpResponse<String> answer = attempt(browser, name);
                nanos.merge(kind, System.nanoTime() - start, Long::sum);
                assertThat(answer.statusCode()).isEqualTo(401);
                bodies.put(kind, answer.body().replace(name, "NAME"));
                fields.put(kind, shown(answer, name));
            }
        }
        assertThat(bodies.values()).as("bodies").containsOnly(bodies.get("existing"));
        assertThat(fields.values()).as("header fields").containsOnly(fields.get("existing"));
        compare(nanos);
    }

    /** All but the time of day, and the length as it would be for any name. */
    private static Map<String, List<String>> shown(HttpResponse<String> answer, String name) {
        Map<String, List<String>> all = new HashMap<>(answer.headers().map());
        all.remove("date");
        List<String> length = all.remove("content-length");
        if (length != null) {
            int names = answer.body().split(name, -1).length - 1;
            all.put("length", List.of(String.valueOf(Long.parseLong(length.get(0)) - (long) names * name.length())));
        }
        return all;
    }

    private static void compare(Map<String, Long> nanos) {
        double all = nanos.values().stream().mapToLong(each -> each).average().orElseThrow() / SAMPLES;
        KINDS.forEach(kind -> System.out.printf(
                "timing: %-16s %d attempts, mean %.3f ms (%+.2f %% of the mean of all)%n",
                kind, SAMPLES, nanos.get(kind) / 1e6 / SAMPLES, 100 * (nanos.get(kind) / (double) SAMPLES / all - 1)));
        if (SAMPLES >= ENOUGH) {
            long least = Collections.min(nanos.values());
            long most = Collections.max(nanos.values());
            assertThat(most / (double) least)
                    .as("the slowest mean by the quickest")
                    .isLessThan(1.05);
        }
    }

    /** Once more where a connection was closed for being idle, just as it was to be used again. */
    private static HttpResponse<String> attempt(Browser browser, String name) throws Exception {
        try {
            return attemptOnce(browser, name);
        } catch (IOException e) {
            return attemptOnce(browser, name);
        }
    }

    private static HttpResponse<String> attemptOnce(Browser browser, String name) throws Exception {
        return browser.post("/.tollgate/login", "username", name, "password", WRONG, "return-to", "/");
    }
}
