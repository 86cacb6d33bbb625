package io.tollgate.filters.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.filters.audit.AuditEvent.Context;
import io.tollgate.filters.audit.AuditEvent.LoginFailed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class StrangerEventsTest {
    private static final Instant START = Instant.parse("2026-11-22T10:00:05Z");

    private static LoginFailed by(String name) {
        return new LoginFailed(new Context(null, name, "192.0.2.1", null, null), "login.unknown");
    }

    @Test
    void a_flood_of_names_is_bounded_and_still_counted() {
        StrangerEvents strangers = new StrangerEvents(10);
        for (int i = 0; i < 1_000; i++) {
            assertThat(strangers.count(by("name" + i), START)).isEmpty();
        }

        List<StrangerEvents.Counted> counted = strangers.over(START.plusSeconds(60));

        assertThat(counted).hasSize(11);
        assertThat(counted.stream().mapToLong(StrangerEvents.Counted::count).sum())
                .isEqualTo(1_000);
    }

    @Test
    void an_attack_keeps_its_figures_also_where_it_is_on_one_name_from_many_networks() {
        StrangerEvents strangers = new StrangerEvents(10);
        Context name = new Context("id", "anna@x.example", null, null, null);
        Context network = new Context(null, null, "192.0.2.1", null, null);
        strangers.count(new AuditEvent.Attacked(name, "attack.spraying", 20, 21), START);
        strangers.count(new AuditEvent.Attacked(network, "attack.stuffing", 40, 41), START);

        assertThat(strangers.all())
                .extracting(StrangerEvents.Counted::event)
                .containsExactlyInAnyOrder(
                        new AuditEvent.Attacked(name, "attack.spraying", 20, 21),
                        new AuditEvent.Attacked(network, "attack.stuffing", 40, 41));
    }

    @Test
    void nothing_is_told_before_its_minute_is_over() {
        StrangerEvents strangers = new StrangerEvents(10);
        strangers.count(by("a"), START);

        assertThat(strangers.over(START.plusSeconds(54))).isEmpty();
        assertThat(strangers.over(START.plusSeconds(55))).hasSize(1);
        assertThat(strangers.over(START.plusSeconds(56))).isEmpty();
    }

    @Test
    void the_first_event_of_a_minute_gives_back_the_minute_before() {
        StrangerEvents strangers = new StrangerEvents(10);
        strangers.count(by("a"), START);

        assertThat(strangers.count(by("b"), START.plusSeconds(60))).hasSize(1);
        assertThat(strangers.all()).hasSize(1);
    }

    @Test
    void none_is_lost_or_counted_twice_while_minutes_end_and_many_threads_count() throws Exception {
        StrangerEvents strangers = new StrangerEvents(50);
        AtomicLong told = new AtomicLong();
        int threads = 4;
        int each = 20_000;
        ExecutorService counting = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                running.add(counting.submit(() -> {
                    for (int i = 0; i < each; i++) { // A minute ends every hundred events.
                        told.addAndGet(sum(strangers.count(by("name" + i % 60), START.plusSeconds(60L * (i / 100)))));
                    }
                }));
            }
            for (Future<?> thread : running) {
                thread.get();
            }
        } finally {
            counting.shutdownNow();
        }
        told.addAndGet(sum(strangers.all()));

        assertThat(told.get()).isEqualTo((long) threads * each);
    }

    private static long sum(List<StrangerEvents.Counted> counted) {
        return counted.stream().mapToLong(StrangerEvents.Counted::count).sum();
    }
}
