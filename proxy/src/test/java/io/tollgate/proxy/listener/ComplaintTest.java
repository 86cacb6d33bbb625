package io.tollgate.proxy.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ComplaintTest {

    private final AtomicLong now = new AtomicLong(-7);
    private final Complaint complaint = new Complaint(now::get);
    private final List<Long> told = new ArrayList<>();

    @Test
    void the_first_time_is_told_at_once_and_the_others_once_a_minute_with_their_number() {
        complaint.raise(told::add);
        assertThat(told).containsExactly(1L);
        for (int i = 0; i < 59; i++) {
            now.addAndGet(TimeUnit.SECONDS.toNanos(1));
            complaint.raise(told::add);
        }
        assertThat(told).containsExactly(1L);
        now.addAndGet(TimeUnit.SECONDS.toNanos(1));
        complaint.raise(told::add);
        assertThat(told).containsExactly(1L, 60L);
        now.addAndGet(TimeUnit.MINUTES.toNanos(5));
        complaint.raise(told::add);
        assertThat(told).containsExactly(1L, 60L, 1L);
    }
}
