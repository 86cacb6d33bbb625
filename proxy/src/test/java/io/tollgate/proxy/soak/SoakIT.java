package io.tollgate.proxy.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.soak.Ledger.Outcome;
import io.tollgate.proxy.soak.Vitals.Level;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything at once for a while: {@code -Dtollgate.soak.seconds=600} (the profile {@code soak}) for ten minutes with a reload
 * every 10 s and a death every 20 s; else twenty seconds in which they come faster.
 */
final class SoakIT {
    private static final long SECONDS = Long.getLong("tollgate.soak.seconds", 20);
    private static final boolean IS_LONG = SECONDS >= 120;
    private static final long MEGABYTE = 1 << 20;

    @TempDir
    Path folder;

    @Test
    void nothing_is_lost_mixed_up_or_kept() throws Exception {
        try (Soak soak = new Soak(folder)) {
            soak.run(IS_LONG ? 30 : 4, 2, 4);
            Level before = soak.vitals().quiet();

            soak.run(SECONDS, IS_LONG ? 10 : 2, IS_LONG ? 20 : 5);
            Level after = soak.vitals().quiet();

            Ledger ledger = soak.ledger();
            tell(soak, before, after);
            assertThat(ledger.stories()).isEmpty();
            assertThat(ledger.total(Outcome.FOREIGN)).isZero();
            assertThat(ledger.total(Outcome.LOST)).isZero();
            assertThat(ledger.total(Outcome.ANSWERED)).isGreaterThan(10 * SECONDS);
            assertThat(soak.complaints()).isEmpty();
            assertThat(after.clients()).isZero();
            assertThat(after.descriptors()).isLessThanOrEqualTo(before.descriptors() + 2);
            assertThat(after.heap()).isLessThan(before.heap() + 16 * MEGABYTE);
            assertThat(after.buffers()).isLessThan(before.buffers() + 16 * MEGABYTE);
            assertThat(soak.end()).isZero();
        }
    }

    private static void tell(Soak soak, Level before, Level after) throws Exception {
        System.out.println("soak: " + SECONDS + " s, " + soak.reloads() + " reloads, "
                + soak.ledger().deaths() + " deaths");
        System.out.println("soak: " + soak.ledger());
        System.out.println("soak: before " + before);
        System.out.println("soak: after  " + after);
        soak.ledger().stories().forEach(story -> System.out.println("soak: LOST " + story));
        soak.complaints().forEach(line -> System.out.println("soak: LOG " + line));
    }
}
