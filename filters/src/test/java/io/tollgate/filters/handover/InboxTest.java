package io.tollgate.filters.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.filters.handover.Inbox.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class InboxTest {
    @Test
    void what_comes_is_read_in_its_order_and_by_batches() {
        Inbox<Integer> inbox = new Inbox<>(10);
        for (int i = 0; i < 5; i++) {
            assertThat(inbox.offer(i)).isEqualTo(Receipt.TAKEN);
        }
        List<Integer> read = new ArrayList<>();
        assertThat(inbox.take(read, 3)).isTrue();
        assertThat(read).containsExactly(0, 1, 2);
        assertThat(inbox.take(read, 3)).isTrue();
        assertThat(read).containsExactly(0, 1, 2, 3, 4);
        assertThat(inbox.poll(read, 3)).isZero();
    }

    @Test
    void no_more_waits_than_was_said_and_reading_makes_room() {
        Inbox<String> inbox = new Inbox<>(2);
        inbox.offer("a");
        inbox.offer("b");
        assertThat(inbox.offer("c")).isEqualTo(Receipt.FULL);
        inbox.poll(new ArrayList<>(), 1);
        assertThat(inbox.offer("d")).isEqualTo(Receipt.TAKEN);
        assertThat(inbox.offer("e")).isEqualTo(Receipt.FULL);
    }

    @Test
    void a_closed_one_gives_what_it_has_and_takes_nothing() {
        Inbox<String> inbox = new Inbox<>(2);
        inbox.offer("a");
        inbox.close();
        inbox.close();
        assertThat(inbox.isClosed()).isTrue();
        assertThat(inbox.offer("b")).isEqualTo(Receipt.CLOSED);
        List<String> read = new ArrayList<>();
        assertThat(inbox.take(read, 9)).isTrue();
        assertThat(inbox.take(read, 9)).isFalse();
        assertThat(read).containsExactly("a");
    }

    @Test
    void a_reader_that_waits_is_woken_by_the_first_item_and_by_the_end() throws Exception {
        Inbox<String> inbox = new Inbox<>(2);
        List<String> read = new ArrayList<>();
        Thread reader = new Thread(() -> {
            while (inbox.take(read, 9)) {
                synchronized (read) {
                    read.notifyAll();
                }
            }
        });
        reader.start();
        awaitAsleep(reader);
        inbox.offer("a");
        synchronized (read) {
            while (read.isEmpty()) {
                read.wait();
            }
        }
        awaitAsleep(reader);
        reader.interrupt(); // means nothing here
        awaitAsleep(reader);
        inbox.close();
        reader.join();
        assertThat(read).containsExactly("a");
    }

    private static void awaitAsleep(Thread reader) {
        while (reader.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    @Test
    void whatever_was_taken_is_read_although_it_is_closed_in_the_middle_of_it() throws Exception {
        for (int round = 0; round < 50; round++) {
            Inbox<Long> inbox = new Inbox<>(64);
            AtomicLong taken = new AtomicLong();
            List<CompletableFuture<Void>> senders = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                senders.add(CompletableFuture.runAsync(() -> {
                    Receipt receipt;
                    while ((receipt = inbox.offer(1L)) != Receipt.CLOSED) {
                        taken.addAndGet(receipt == Receipt.TAKEN ? 1 : 0);
                    }
                }));
            }
            CompletableFuture<Long> reader = CompletableFuture.supplyAsync(
                    () -> {
                        long sum = 0;
                        List<Long> batch = new ArrayList<>();
                        while (inbox.take(batch, 16)) {
                            sum += batch.size();
                            batch.clear();
                            if (sum > 2_000) {
                                inbox.close();
                            }
                        }
                        return sum;
                    },
                    run -> new Thread(run).start());
            CompletableFuture.allOf(senders.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
            assertThat(reader.get(20, TimeUnit.SECONDS)).isEqualTo(taken.get());
        }
    }

    @Test
    void a_bound_that_is_none_is_refused() {
        assertThatThrownBy(() -> new Inbox<>(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Inbox<>(1 << 30)).isInstanceOf(IllegalArgumentException.class);
    }
}
