package io.tollgate.filters.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class WorkerThreadsTest {
    @Test
    void the_threads_are_there_from_the_start_and_outlive_what_fails() throws Exception {
        try (WorkerThreads workers = new WorkerThreads("test-survivors", 2, Thread.NORM_PRIORITY, 100)) {
            Set<Thread> before = named("test-survivors");
            assertThat(before).hasSize(2);
            CountDownLatch done = new CountDownLatch(20);
            for (int i = 0; i < 20; i++) {
                workers.execute(() -> {
                    done.countDown();
                    throw new IllegalStateException("of the test");
                });
            }
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(named("test-survivors")).isEqualTo(before);
        }
    }

    private static Set<Thread> named(String name) {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(name))
                .forEach(threads::add);
        return threads;
    }

    @Test
    void more_than_may_wait_is_refused_and_there_is_room_again_afterwards() throws Exception {
        try (WorkerThreads workers = new WorkerThreads("test-full", 1, Thread.NORM_PRIORITY, 2)) {
            CountDownLatch busy = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            CountDownLatch done = new CountDownLatch(3);
            workers.execute(() -> {
                busy.countDown();
                await(go);
                done.countDown();
            });
            assertThat(busy.await(20, TimeUnit.SECONDS)).isTrue();
            workers.execute(done::countDown);
            workers.execute(done::countDown);
            assertThatThrownBy(() -> workers.execute(done::countDown)).isInstanceOf(RejectedExecutionException.class);
            go.countDown();
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
            CountDownLatch again = new CountDownLatch(1);
            workers.execute(again::countDown);
            assertThat(again.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void closed_it_refuses_and_ends_its_threads() throws Exception {
        WorkerThreads workers = new WorkerThreads("test-closed", 1, Thread.NORM_PRIORITY, 2);
        Thread thread = named("test-closed").iterator().next();
        workers.close();
        thread.join(TimeUnit.SECONDS.toMillis(20));
        assertThat(thread.isAlive()).isFalse();
        assertThatThrownBy(() -> workers.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }
}
