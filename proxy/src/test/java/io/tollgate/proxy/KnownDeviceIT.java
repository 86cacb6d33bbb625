package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.control.ControlReply;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A browser in which somebody has logged in before, and what strangers can't do to them there. */
final class KnownDeviceIT {
    private static final String ANN = "ann@clinic.example";
    private static final String BOB = "bob@clinic.example";
    private static final String WRONG = "not-the-password-at-all";
    private static final String DEVICE = "__Host-tollgate-device=";

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime();
    private final QuickHasher hasher = new QuickHasher();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private ScriptedUpstream app;
    private GatewayRig rig;

    @BeforeEach
    void start() throws Exception {
        app = new ScriptedUpstream(this::serve);
        rig = GatewayRig.start(folder, yaml(""), world -> hasher.in(time.in(world)));
        rig.user(ANN, "biller");
        rig.user(BOB, "biller");
    }

    private String yaml(String more) {
        return """
            apps:
              desk:
                upstream: http://127.0.0.1:%d
                access:
                  biller: { allow: ["/**"] }
            %s
            """.formatted(app.port(), more);
    }

    private void serve(String head, Socket socket) throws java.io.IOException {
        heads.add(head);
        ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nsmall");
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
        app.close();
    }

    private static HttpResponse<String> attempt(Browser browser, String user, String password) throws Exception {
        return browser.post("/.tollgate/login", "username", user, "password", password, "return-to", "/");
    }

    @Test
    void strangers_on_the_same_network_can_not_keep_a_known_device_out() throws Exception {
        Browser hers = rig.browser();
        HttpResponse<String> first = hers.login(ANN);
        assertThat(first.headers().allValues("set-cookie"))
                .filteredOn(cookie -> cookie.startsWith(DEVICE))
                .singleElement()
                .satisfies(cookie -> assertThat(cookie)
                        .contains("; Max-Age=15552000; Expires=", " GMT; Path=/; Secure; HttpOnly; SameSite=Lax"));
        assertThat(hers.get("/claims").statusCode()).isEqualTo(200);
        assertThat(heads).hasSize(1).noneMatch(head -> head.contains("tollgate"));

        for (int i = 0; i < 40; i++) {
            attempt(rig.browser(), ANN, WRONG);
        }
        assertThat(attempt(rig.browser(), ANN, GatewayRig.PASSWORD).statusCode())
                .isEqualTo(429);
        hers.post("/.tollgate/logout");
        assertThat(hers.login(ANN).statusCode()).isEqualTo(303);
        assertThat(hers.login(BOB).statusCode()).as("of nobody else").isEqualTo(429);

        String cookie = hers.cookie();
        rig.restart();
        Browser again = rig.browser();
        HttpResponse<String> answer = again.send(again.to("/.tollgate/login")
                .header("Cookie", cookie)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(
                        "username=" + ANN.replace("@", "%40") + "&password=" + GatewayRig.PASSWORD)));
        assertThat(answer.statusCode()).as("and over a restart").isEqualTo(303);
    }

    @Test
    void failures_tell_nothing_of_devices_and_set_no_cookie() throws Exception {
        Browser hers = rig.browser();
        hers.login(ANN);
        hers.post("/.tollgate/logout");
        HttpResponse<String> known = attempt(hers, ANN, WRONG);
        HttpResponse<String> unknown = attempt(rig.browser(), ANN, WRONG);

        assertThat(known.statusCode()).isEqualTo(401);
        assertThat(known.body()).isEqualTo(unknown.body());
        assertThat(known.headers().map().keySet())
                .isEqualTo(unknown.headers().map().keySet());
        assertThat(known.headers().allValues("set-cookie")).isEmpty();
    }

    @Test
    void a_person_sees_the_devices_and_removes_one() throws Exception {
        Browser here = rig.browser();
        Browser elsewhere = rig.browser();
        here.login(ANN);
        elsewhere.login(ANN);
        List<Object> ids = ids();
        assertThat(ids).hasSize(2);
        String page = here.get("/.tollgate/account").body();
        assertThat(page).contains("(this one)").contains(String.valueOf(ids.get(0)), String.valueOf(ids.get(1)));

        assertThat(here.post("/.tollgate/account", "device", String.valueOf(ids.get(0)))
                        .statusCode())
                .isEqualTo(303);
        assertThat(here.post("/.tollgate/account", "device", "nothing").statusCode())
                .isEqualTo(303);
        assertThat(ids()).containsExactly(ids.get(1));

        rig.browser().login(BOB);
        Object bobs = rig.command("users.devices", "name", BOB).rows().get(0).get("id");
        here.post("/.tollgate/account", "device", String.valueOf(bobs));
        assertThat(rig.command("users.devices", "name", BOB).rows())
                .as("nobody removes somebody else's")
                .hasSize(1);
    }

    @Test
    void an_administrator_lists_devices_revokes_one_and_ends_all_by_a_reset() throws Exception {
        rig.browser().login(ANN);
        rig.browser().login(ANN);
        String id = String.valueOf(ids().get(0));
        assertThat(rig.command("users.devices", "name", ANN, "revoke", "nothing")
                        .exit())
                .isEqualTo(1);
        ControlReply revoked = rig.command("users.devices", "name", ANN, "revoke", id);
        assertThat(revoked.exit()).as(revoked.message()).isZero();
        assertThat(ids()).hasSize(1).doesNotContain(id);

        rig.command("users.password", "name", ANN, "password", "another-grey-heron-8");
        assertThat(ids()).isEmpty();
    }

    @Test
    void an_attack_under_way_stands_first_in_the_list_with_its_kind() throws Exception {
        rig.rewrite(yaml("lockout: { per-network: 600/m }"));
        ControlReply reloaded = rig.command("gateway.reload");
        assertThat(reloaded.exit()).as(reloaded.message()).isZero();
        for (int i = 0; i < 40; i++) {
            attempt(rig.browser(), "guess" + i + "@x.example", WRONG);
        }
        assertThat(rig.command("lockouts.list").rows())
                .first()
                .satisfies(row -> assertThat(row)
                        .containsEntry("user", "(40 names or more)")
                        .hasEntrySatisfying(
                                "where",
                                where -> assertThat(String.valueOf(where)).endsWith(", stuffing"))
                        .containsEntry("until", ""));
    }

    @Test
    void a_declared_network_counts_as_one_with_larger_budgets_and_goes_by_its_name() throws Exception {
        rig.rewrite(yaml("networks: { northside: { from: [127.0.0.0/8, \"::1\"] } }"));
        ControlReply reloaded = rig.command("gateway.reload");
        assertThat(reloaded.exit()).as(reloaded.message()).isZero();
        for (int i = 0; i < 40; i++) {
            assertThat(attempt(rig.browser(), ANN, WRONG).statusCode()).isEqualTo(401);
        }
        assertThat(rig.command("lockouts.list").rows())
                .singleElement()
                .satisfies(row ->
                        assertThat(row).containsEntry("where", "northside").containsEntry("failures", 40));
        assertThat(rig.command("lockouts.list", "network", "southside").rows()).isEmpty();
        assertThat(rig.browser().login(ANN).statusCode()).isEqualTo(303);

        attempt(rig.browser(), BOB, WRONG);
        assertThat(rig.command("lockouts.list", "user", BOB).rows()).hasSize(1);
        assertThat(rig.command("lockouts.clear", "network", "northside").message())
                .contains("are forgiven");
        assertThat(rig.command("lockouts.list").rows()).isEmpty();
    }

    private List<Object> ids() throws Exception {
        List<Object> ids = new ArrayList<>();
        rig.command("users.devices", "name", ANN).rows().forEach(row -> ids.add(row.get("id")));
        return ids;
    }
}
