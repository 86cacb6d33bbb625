package io.tollgate.proxy.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

/** Tries a name that nobody has; it counts like any other, and there is only this one. */
final class Stranger implements Person {
    private static final String LISTED = "(unknown name)";
    private static final int MOST = 30;

    private int acknowledged;
    private int undecided;
    private int thisRound;

    @Override
    public void act(Desk desk) throws IOException, InterruptedException {
        if (acknowledged + undecided >= 90 || thisRound >= MOST) {
            assertThat(desk.browser().get("/.tollgate/login").statusCode()).isEqualTo(200);
            return;
        }
        undecided++;
        int status = Desk.login(desk.browser(), "nobody@clinic.example", "never-was-a-password");
        undecided--;
        assertThat(status).isIn(401, 503);
        if (status == 401) {
            acknowledged++;
            thisRound++;
        }
    }

    @Override
    public void holds(Desk desk) throws IOException {
        desk.aftermath().isCounted(LISTED, acknowledged, acknowledged + undecided);
        thisRound = 0;
    }

    @Override
    public int acknowledged() {
        return acknowledged;
    }

    @Override
    public String toString() {
        return acknowledged + " of a stranger";
    }
}
