package io.tollgate.proxy.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.Browser;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Logs in with another browser each time, which is known from then on, and out with every other. */
final class Comer implements Person {
    private static final int MOST_DEVICES = 20;

    private final String name;
    private final String password;
    private final List<String> in = new ArrayList<>();
    private final List<String> out = new ArrayList<>();
    private int acknowledged;
    private int logins;
    private boolean isWaiting;

    Comer(String name, String password) {
        this.name = name;
        this.password = password;
    }

    @Override
    public void act(Desk desk) throws IOException, InterruptedException {
        Browser browser = desk.browser();
        isWaiting = true;
        int status = Desk.login(browser, name, password);
        isWaiting = false;
        assertThat(status).isIn(303, 503);
        if (status == 503) {
            return; // Too much at once.
        }
        String cookie = browser.cookie();
        acknowledged++;
        logins++;
        in.add(cookie);
        if (acknowledged % 2 == 0) {
            in.remove(cookie); // Until there is an answer nobody knows.
            assertThat(browser.post("/.tollgate/logout").statusCode()).isEqualTo(303);
            out.add(cookie);
            acknowledged++;
        }
    }

    @Override
    public void holds(Desk desk) throws IOException, InterruptedException {
        for (String cookie : in) {
            assertThat(desk.isIn(cookie)).as("%s was told to be in", name).isTrue();
        }
        for (String cookie : out) {
            assertThat(desk.isIn(cookie)).as("%s was told to be out", name).isFalse();
        }
        knowsDevices(desk);
        desk.aftermath().sessionsAreProved();
        desk.aftermath().rig().command("sessions.end", "user", name);
        in.clear();
        out.clear();
        isWaiting = false;
    }

    /** As many as logged in, up to the bound; the last of them is still one of them, and then all are removed. */
    private void knowsDevices(Desk desk) throws IOException, InterruptedException {
        int known = devices(desk).size();
        assertThat(known)
                .as("devices of %s", name)
                .isBetween(Math.min(MOST_DEVICES, logins), Math.min(MOST_DEVICES + 1, logins + (isWaiting ? 1 : 0)));
        if (!in.isEmpty()) {
            Browser again = desk.browser();
            assertThat(again.send(again.to("/.tollgate/login")
                                    .header("Cookie", device(in.get(in.size() - 1)))
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(HttpRequest.BodyPublishers.ofString(
                                            "username=" + name + "&password=" + password)))
                            .statusCode())
                    .isEqualTo(303);
            assertThat(devices(desk)).as("it is no new one").hasSize(known);
        }
        for (String id : devices(desk)) {
            desk.aftermath().rig().command("users.devices", "name", name, "revoke", id);
        }
        logins = 0;
    }

    private List<String> devices(Desk desk) throws IOException {
        return desk.aftermath().rig().command("users.devices", "name", name).rows().stream()
                .map(row -> String.valueOf(row.get("id")))
                .toList();
    }

    private static String device(String cookies) {
        return Arrays.stream(cookies.split("; "))
                .filter(pair -> pair.startsWith("__Host-tollgate-device="))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public int acknowledged() {
        return acknowledged;
    }

    @Override
    public String toString() {
        return acknowledged + " logins and log-outs";
    }
}
