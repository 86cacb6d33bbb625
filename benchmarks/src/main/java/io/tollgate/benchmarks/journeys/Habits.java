package io.tollgate.benchmarks.journeys;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people do and how often. Immutable.
 *
 * @param pages what is browsed, as paths; at least one
 * @param uploadPage a page with a form that takes a file; null: nobody uploads
 * @param uploadBytes how large a file is
 * @param upload the share of steps that upload, 0 to 1
 * @param leave the share of steps after which somebody goes away for a while
 * @param away for how long, on average
 * @param logout the share of steps that log out
 * @param slip the share of passwords that are typed wrong
 */
public record Habits(
        List<String> pages,
        @Nullable String uploadPage,
        int uploadBytes,
        double upload,
        double leave,
        Duration away,
        double logout,
        double slip) {
    private static final List<String> DEMO_PAGES = List.of(
            "/",
            "/menu.html",
            "/invoices/",
            "/invoices/2003-0117",
            "/patients/",
            "/patients/1",
            "/patients/2",
            "/appointments/",
            "/claims/",
            "/claims/new");

    public Habits {
        pages = List.copyOf(pages);
        if (pages.isEmpty() || !pages.stream().allMatch(page -> page.startsWith("/"))) {
            throw new IllegalArgumentException("pages are paths, and there is at least one: " + pages);
        }
        if (upload < 0 || leave < 0 || logout < 0 || upload + leave + logout > 1 || slip < 0 || slip >= 1) {
            throw new IllegalArgumentException("shares of a whole");
        }
    }

    /** Those of people before these pages. */
    public static Habits of(List<String> pages, @Nullable String uploadPage, Duration away) {
        return new Habits(pages, uploadPage, 32 * 1024, 0.03, 0.02, away, 1.0 / 60, 0.05);
    }

    /** Those of people before the demo's application. */
    public static Habits demo(Duration away) {
        return of(DEMO_PAGES, "/claims/1001", away);
    }
}
