package io.tollgate.proxy.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.Browser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Logs in with another browser each time, and out with every other. */
final class Comer implements Person {
    private final String name;
    private final String password;
    private final List<String> in = new ArrayList<>();
    private final List<String> out = new ArrayList<>();
    private int acknowledged;

    Comer(String name, String password) {
        this.name = name;
        this.password = password;
    }

    @Override
    public void act(Desk desk) throws IOException, InterruptedException {
        Browser browser = desk.browser();
        assertThat(Desk.login(browser, name, password)).isIn(303, 503);
        String cookie = browser.cookie();
        if (cookie.isEmpty()) {
            return; // Too much at once.
        }
        acknowledged++;
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
        desk.aftermath().sessionsAreProved();
        desk.aftermath().rig().command("sessions.end", "user", name);
        in.clear();
        out.clear();
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
