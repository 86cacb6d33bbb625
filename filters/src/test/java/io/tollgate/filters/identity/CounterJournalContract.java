package io.tollgate.filters.identity;

import static io.tollgate.filters.identity.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every journal of counters does. */
interface CounterJournalContract {
    Instant AT = Instant.parse("2026-11-22T08:00:00.123Z");
    LockoutKey KEY = new LockoutKey("u1", "10.0.0.1/32");

    /** The journal that is tested, empty at first; what it loads is what is on disk. */
    CounterJournal counters();

    @Test
    default void counts_of_users_come_back_as_they_were_last() {
        LockoutRow first = new LockoutRow(KEY, 1, null, false, AT);
        LockoutRow last = new LockoutRow(KEY, 5, AT.plusSeconds(30), true, AT.plusSeconds(1));
        LockoutRow other = new LockoutRow(new LockoutKey("?ab", "10.0.0.1/32"), 2, null, false, AT);
        get(counters().counted(first));
        get(counters().counted(other));
        get(counters().counted(last));

        assertThat(counters().lockouts()).containsExactlyInAnyOrder(last, other);
        get(counters().cleared(List.of(KEY, new LockoutKey("none", "none"))));
        assertThat(counters().lockouts()).containsExactly(other);
    }

    @Test
    default void counts_of_networks_come_back_as_they_were_last() {
        get(counters().counted(new NetworkRow("10.0.0.1/32", AT, 1, 0)));
        NetworkRow last = new NetworkRow("10.0.0.1/32", AT.plusSeconds(60), 3, 1);
        get(counters().counted(last));

        assertThat(counters().networks()).containsExactly(last);
        get(counters().forgotten(List.of("10.0.0.1/32", "none")));
        assertThat(counters().networks()).isEmpty();
    }
}
