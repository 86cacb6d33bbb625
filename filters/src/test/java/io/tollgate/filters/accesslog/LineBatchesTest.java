package io.tollgate.filters.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class LineBatchesTest {
    private static final byte[] THREAD = Lines.member("thread");
    private static final byte[] NUMBER = Lines.member("number");
    private static final int EACH = 5_000;

    private final List<String> written = new ArrayList<>();

    private static void add(LineBatches batches, int thread, int from, int count) {
        for (int i = from; i < from + count; i++) {
            Lines lines = batches.take();
            lines.begin(Instant.EPOCH).put(THREAD, thread).put(NUMBER, i).end();
            batches.giveBack(lines);
        }
    }

    private void write(Lines lines) {
        new String(lines.bytes(), 0, lines.length(), StandardCharsets.UTF_8)
                .lines()
                .forEach(written::add);
    }

    private List<Integer> numbersOf(int thread) {
        String mark = "\"thread\":" + thread + ",\"number\":";
        return written.stream()
                .filter(line -> line.contains(mark))
                .map(line -> Integer.valueOf(line.substring(line.indexOf(mark) + mark.length(), line.length() - 1)))
                .toList();
    }

    @Test
    void no_line_is_lost_or_written_twice_while_many_threads_add_and_one_takes() throws Exception {
        LineBatches batches = new LineBatches(1_000_000);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> adding = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                int thread = t;
                adding.add(threads.submit(() -> add(batches, thread, 0, EACH)));
            }
            while (!adding.stream().allMatch(Future::isDone)) {
                batches.takeAll(this::write);
            }
            for (Future<?> each : adding) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        batches.takeAll(this::write);

        for (int t = 0; t < 4; t++) {
            assertThat(numbersOf(t)).hasSize(EACH).doesNotHaveDuplicates();
        }
    }

    @Test
    void lines_of_one_thread_keep_their_order() {
        LineBatches batches = new LineBatches(1_000_000);
        add(batches, 0, 0, EACH);
        batches.takeAll(this::write);
        add(batches, 0, EACH, EACH);
        batches.takeAll(this::write);

        assertThat(numbersOf(0)).hasSize(2 * EACH).isSorted();
    }

    @Test
    void what_nobody_writes_is_bounded() {
        LineBatches batches = new LineBatches(2);
        int added = 0;
        while (!batches.isFull()) {
            add(batches, 0, added++, 1);
        }
        batches.takeAll(this::write);

        assertThat(added).isBetween(1_000, 5_000);
        assertThat(numbersOf(0)).hasSize(added);
        assertThat(batches.isFull()).isFalse();
    }
}
