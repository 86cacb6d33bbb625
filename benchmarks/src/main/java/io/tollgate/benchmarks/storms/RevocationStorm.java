package io.tollgate.benchmarks.storms;

import io.tollgate.benchmarks.BenchmarkException;
import io.tollgate.benchmarks.journeys.Volley;
import io.tollgate.benchmarks.site.Site;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A user with a thousand sessions loses them all by command, and another one with as many is disabled. */
final class RevocationStorm implements Storm {
    private static final int SEE_OTHER = 303;

    private final Site site;
    private final Volley volley;
    private final int sessionsOfEach;
    private int next;

    /**
     * @param first the number of the first user to lose their sessions; each of those that follow has as many
     * @param sessionsOfEach how many that is
     */
    RevocationStorm(Site site, Volley volley, int first, int sessionsOfEach) {
        this.site = site;
        this.volley = volley;
        this.next = first;
        this.sessionsOfEach = sessionsOfEach;
    }

    @Override
    public String name() {
        return "revocation";
    }

    @Override
    public String what() {
        return String.format(
                Locale.ROOT,
                "%,d sessions of a user are ended by an administrator, and a user with %,d sessions is disabled",
                sessionsOfEach,
                sessionsOfEach);
    }

    @Override
    public String rage(Duration time) {
        Storms.pause(time.toMillis() / 4);
        long ended = revoke("sessions.end", "user");
        Storms.pause(time.toMillis() / 8);
        long disabled = revoke("users.disable", "name");
        return String.format(Locale.ROOT, "ended in %d ms, disabled in %d ms", ended, disabled);
    }

    /** Returns how long it took, having seen that a session of theirs is refused from then on. */
    private long revoke(String verb, String argument) {
        int user = next++;
        long begun = System.nanoTime();
        site.command(verb, argument, site.accounts().get(user).name());
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        Volley.Result after = volley.pages("/invoices/17", List.of(site.cookie(user)), 1, Duration.ofMillis(1));
        if (after.count(SEE_OTHER) != 1) {
            throw new BenchmarkException("after " + verb + " a session was answered with " + after.answers());
        }
        return took;
    }
}
