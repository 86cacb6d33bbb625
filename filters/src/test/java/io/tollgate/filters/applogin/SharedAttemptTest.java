package io.tollgate.filters.applogin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.filters.applogin.SharedAttempt.Entry;
import io.tollgate.filters.identity.Admittance;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SharedAttemptTest {
    private static final ByteBuffer SAME = ByteBuffer.wrap(new byte[] {1});

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger begun = new AtomicInteger();
    private final SharedAttempts attempts = new SharedAttempts(nanos::get);

    private CompletionStage<Admittance> begin() {
        begun.incrementAndGet();
        return CompletableFuture.completedStage(new Admittance.Refused("login.locked"));
    }

    private static Entry entered(CompletionStage<Entry> stage) {
        return stage.toCompletableFuture().join();
    }

    @Test
    void what_carries_the_same_credentials_at_once_is_one_attempt_and_one_entry() {
        SharedAttempt first = attempts.ofBasic(SAME, this::begin);
        SharedAttempt second = attempts.ofBasic(SAME, this::begin);
        assertThat(second).isSameAs(first);
        assertThat(begun).hasValue(1);
        AtomicInteger entries = new AtomicInteger();
        for (int i = 0; i < 2; i++) {
            Entry entry = entered(first.right(() -> {
                entries.incrementAndGet();
                return CompletableFuture.completedStage(new Entry("id", null));
            }));
            assertThat(entry.userId()).isEqualTo("id");
        }
        assertThat(entries).hasValue(1);
        assertThat(attempts.ofBasic(SAME, this::begin)).as("what comes later").isNotSameAs(first);
    }

    @Test
    void it_ends_with_the_last_that_could_say_something() {
        SharedAttempt attempt = attempts.ofBasic(SAME, this::begin);
        attempts.ofBasic(SAME, this::begin);
        assertThat(attempt.isLeft()).isFalse();
        assertThat(attempt.isLeft()).isTrue();
        assertThat(attempts.ofBasic(SAME, this::begin)).as("it is over").isNotSameAs(attempt);
    }

    @Test
    void a_form_is_another_attempt_each_time_but_where_the_app_led_it_on() {
        SharedAttempt first = attempts.ofForm(SAME, this::begin);
        assertThat(attempts.ofForm(SAME, this::begin)).isNotSameAs(first);
        attempts.ledOn(SAME, first);
        assertThat(attempts.ofForm(SAME, this::begin)).isSameAs(first);
        assertThat(begun).hasValue(2);
    }

    @Test
    void what_was_led_on_is_waited_for_a_minute() {
        SharedAttempt first = attempts.ofForm(SAME, this::begin);
        attempts.ledOn(SAME, first);
        nanos.addAndGet(Duration.ofSeconds(61).toNanos());
        assertThat(attempts.ofForm(SAME, this::begin)).isNotSameAs(first);
    }
}
