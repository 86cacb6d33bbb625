package io.tollgate.filters.identity;

import static io.tollgate.filters.identity.Stages.failure;
import static io.tollgate.filters.identity.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class HashPoolTest {
    private final FakeClock clock = new FakeClock();

    @Test
    void what_finds_no_place_is_shed_at_once_and_told_when_to_come_back() throws Exception {
        try (HashPool pool = new HashPool(1, 1, clock)) {
            CountDownLatch running = new CountDownLatch(1);
            CountDownLatch finish = new CountDownLatch(1);
            CompletionStage<String> first = pool.submit(() -> {
                running.countDown();
                await(finish);
                return "first";
            });
            assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
            CompletionStage<String> second = pool.submit(() -> "second");

            assertThat(failure(pool.submit(() -> "third")))
                    .isInstanceOfSatisfying(
                            PoolFullException.class,
                            full -> assertThat(full.retryAfter())
                                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(60)));

            finish.countDown();
            assertThat(get(first)).isEqualTo("first");
            assertThat(get(second)).isEqualTo("second");
            assertThat(get(pool.submit(() -> "fourth"))).isEqualTo("fourth");
            assertThat(pool.taken()).isZero();
        }
    }

    @Test
    void whoever_is_known_waits_for_no_stranger_that_has_not_begun() throws Exception {
        try (HashPool pool = new HashPool(1, 8, clock)) {
            CountDownLatch running = new CountDownLatch(1);
            CountDownLatch finish = new CountDownLatch(1);
            List<String> order = Collections.synchronizedList(new ArrayList<>());
            CompletionStage<Boolean> first = pool.claimAsStranger().run(() -> {
                running.countDown();
                await(finish);
                return order.add("under way");
            });
            assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
            CompletionStage<Boolean> one = pool.claimAsStranger().run(() -> order.add("stranger"));
            CompletionStage<Boolean> two = pool.claimAsStranger().run(() -> order.add("stranger"));
            CompletionStage<Boolean> known = pool.claim().run(() -> order.add("known"));

            finish.countDown();
            for (CompletionStage<Boolean> stage : List.of(first, one, two, known)) {
                assertThat(get(stage)).isTrue();
            }
            assertThat(order).containsExactly("under way", "known", "stranger", "stranger");
            assertThat(pool.taken()).isZero();
        }
    }

    @Test
    void an_error_in_the_work_is_told_and_frees_the_place() {
        try (HashPool pool = new HashPool(1, 0, clock)) {
            for (int i = 0; i < 3; i++) {
                assertThat(failure(pool.submit(() -> {
                            throw new OutOfMemoryError("no more");
                        })))
                        .isInstanceOf(OutOfMemoryError.class);
            }
            assertThat(get(pool.submit(() -> 1))).isEqualTo(1);
        }
    }

    @Test
    void a_claim_is_given_back_once_only() {
        try (HashPool pool = new HashPool(1, 0, clock)) {
            HashPool.Claim claim = pool.claim();
            claim.release();
            claim.release();

            pool.claim();
            assertThatThrownBy(pool::claim).isInstanceOf(PoolFullException.class);
        }
    }

    @Test
    void a_closed_pool_fails_what_comes() {
        HashPool pool = new HashPool(1, 0, clock);
        HashPool.Claim claim = pool.claim();
        pool.close();

        assertThat(claim.run(() -> 1).toCompletableFuture()).isCompletedExceptionally();
        assertThat(pool.taken()).isZero();
    }

    @Test
    void the_cost_follows_what_hashes_take() {
        try (HashPool pool = new HashPool(1, 0, clock)) {
            for (int i = 0; i < 100; i++) {
                get(pool.submit(() -> {
                    clock.advance(Duration.ofMillis(40));
                    return 1;
                }));
            }
            assertThat(pool.cost()).isBetween(Duration.ofMillis(39), Duration.ofMillis(41));
        }
        assertThat(HashPool.threadsFor(1)).isEqualTo(1);
        assertThat(HashPool.threadsFor(2)).isEqualTo(1);
        assertThat(HashPool.threadsFor(16)).isEqualTo(8);
    }

    @Test
    void warming_up_hashes_and_tells_the_cost() {
        try (HashPool pool = new HashPool(1, 0, clock)) {
            FakeHasher hasher = new FakeHasher();
            hasher.during.set(() -> clock.advance(Duration.ofMillis(300)));

            assertThat(get(pool.warmUp(hasher, 8))).isGreaterThan(Duration.ofMillis(200));
            assertThat(hasher.dummies).hasValue(8);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
