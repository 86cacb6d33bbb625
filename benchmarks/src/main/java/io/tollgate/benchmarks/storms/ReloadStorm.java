package io.tollgate.benchmarks.storms;

import io.tollgate.benchmarks.site.Site;
import io.tollgate.benchmarks.site.SiteShape;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The configuration changes every second. */
final class ReloadStorm implements Storm {
    private static final long PAUSE_MILLIS = 1_000;

    private final Site site;

    ReloadStorm(Site site) {
        this.site = site;
    }

    @Override
    public String name() {
        return "reload";
    }

    @Override
    public String what() {
        SiteShape shape = site.shape();
        return String.format(
                Locale.ROOT,
                "a reload each second of a file with %,d apps and %,d rules that has changed",
                shape.apps(),
                shape.rules());
    }

    @Override
    public String rage(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        int done = 0;
        long spent = 0;
        SiteShape shape = site.shape();
        while (System.nanoTime() - end < 0) {
            done++;
            long begun = System.nanoTime();
            site.reload(shape.withRules(shape.rules() - done % 2));
            spent += System.nanoTime() - begun;
            Storms.pause(PAUSE_MILLIS);
        }
        return String.format(
                Locale.ROOT, "%d reloads of %d ms", done, TimeUnit.NANOSECONDS.toMillis(spent / Math.max(1, done)));
    }

    @Override
    public void close() {
        site.reload(site.shape());
    }
}
