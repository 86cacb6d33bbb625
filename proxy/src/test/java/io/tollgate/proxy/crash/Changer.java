package io.tollgate.proxy.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.Browser;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Logs in twice and changes the password with the first browser, which ends the second; over and over. */
final class Changer implements Person {
    private final String name;
    private String password;

    /** What is asked for and not acknowledged. */
    private @Nullable String next;

    /** The cookies of the browser that changes, and of another that a change ends; null where no login was acknowledged. */
    private @Nullable String own;

    private @Nullable String other;
    private boolean isChanged;
    private int changes;
    private int settledThere;
    private int settledAbsent;

    Changer(String name, String password) {
        this.name = name;
        this.password = password;
    }

    @Override
    public void act(Desk desk) throws IOException, InterruptedException {
        own = null;
        other = null;
        isChanged = false;
        Browser first = desk.browser();
        Browser second = desk.browser();
        int mine = Desk.login(first, name, password);
        int others = Desk.login(second, name, password);
        assertThat(List.of(mine, others)).isSubsetOf(303, 503);
        if (mine == 503 || others == 503) {
            return; // Too much at once.
        }
        own = first.cookie();
        other = second.cookie();
        String asked = "the-" + (changes + settledThere + settledAbsent + 1) + "-th-otter-of-" + name.hashCode();
        next = asked;
        int status = first.post(
                        "/.tollgate/password",
                        "current-password",
                        password,
                        "new-password",
                        asked,
                        "repeat-password",
                        asked)
                .statusCode();
        next = null;
        assertThat(status).isIn(303, 503);
        if (status == 303) {
            password = asked;
            isChanged = true;
            changes++;
        }
    }

    @Override
    public void holds(Desk desk) throws IOException, InterruptedException {
        settle(desk);
        assertThat(Desk.login(desk.browser(), name, password))
                .as("the password that %s was told of", name)
                .isEqualTo(303);
        if (own != null && other != null) {
            assertThat(desk.isIn(own)).as("who changed it stays in").isTrue();
            assertThat(desk.isIn(other))
                    .as("%s: %s, and the other login has ended", name, isChanged ? "changed" : "not changed")
                    .isEqualTo(!isChanged);
        }
        long proved = desk.aftermath().linesOf("password.changed").stream()
                .filter(line -> line.contains(name))
                .count();
        assertThat(proved)
                .as("changes that the trail tells of")
                .isBetween((long) changes + settledThere, (long) changes + settledThere + settledAbsent);
        own = null;
        other = null;
    }

    /** One of the two passwords counts, and the other does not. */
    private void settle(Desk desk) throws IOException, InterruptedException {
        String asked = next;
        if (asked == null) {
            return;
        }
        boolean isThere = Desk.login(desk.browser(), name, asked) == 303;
        assertThat(Desk.login(desk.browser(), name, password))
                .as("the password before, where the new one is %s", isThere ? "there" : "absent")
                .isEqualTo(isThere ? 401 : 303);
        if (isThere) {
            password = asked;
            isChanged = true;
            settledThere++;
        } else {
            settledAbsent++;
        }
        next = null;
    }

    @Override
    public int acknowledged() {
        return changes;
    }

    @Override
    public String toString() {
        return changes + " changes, and not acknowledged " + settledThere + " there, " + settledAbsent + " absent";
    }
}
