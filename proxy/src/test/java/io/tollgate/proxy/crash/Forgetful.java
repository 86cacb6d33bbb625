package io.tollgate.proxy.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

/** Enters a wrong password each time; the right one, once a gateway was started again, clears the count. */
final class Forgetful implements Person {
    /** Fewer than what locks: a refused attempt does not count. */
    private static final int MOST = 90;

    private final String name;
    private final String password;
    private int told;
    private boolean isWaiting;
    private int acknowledged;

    Forgetful(String name, String password) {
        this.name = name;
        this.password = password;
    }

    @Override
    public void act(Desk desk) throws IOException, InterruptedException {
        if (told >= MOST) {
            assertThat(desk.browser().get("/.tollgate/login").statusCode()).isEqualTo(200);
            return;
        }
        isWaiting = true;
        int status = Desk.login(desk.browser(), name, "forgotten-again");
        isWaiting = false;
        assertThat(status).isIn(401, 503);
        if (status == 401) {
            told++;
            acknowledged++;
        }
    }

    @Override
    public void holds(Desk desk) throws IOException, InterruptedException {
        // What was under way may be counted in one place and not yet in another; none of them was let off what was
        // told.
        desk.aftermath().isCounted(name, told, told + (isWaiting ? 1 : 0));
        assertThat(Desk.login(desk.browser(), name, password)).isEqualTo(303);
        assertThat(desk.aftermath().failures(name)).isEmpty();
        told = 0;
        isWaiting = false;
    }

    @Override
    public int acknowledged() {
        return acknowledged;
    }

    @Override
    public String toString() {
        return acknowledged + " failures";
    }
}
