package io.tollgate.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import io.tollgate.config.Balance;
import io.tollgate.config.OutlierConfig;
import io.tollgate.config.UpstreamScheme;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UpstreamTest {
    private final MockTicker time = Ticker.newMockTicker();

    private Upstream upstream(Apps app, int count) {
        List<Endpoint> endpoints = new ArrayList<>();
        String[] urls = new String[count];
        for (int i = 0; i < count; i++) {
            urls[i] = "http://10.0.0." + (i + 1) + ":8080";
            endpoints.add(new Endpoint(
                    urls[i],
                    new EndpointAddress("10.0.0." + (i + 1), 8080, Runnable::run),
                    new Speech(UpstreamScheme.HTTP, "10.0.0." + (i + 1), 8080, null),
                    List.of(),
                    EndpointLimits.of(4, Duration.ofSeconds(1), Duration.ofSeconds(1)),
                    new Standing(new OutlierConfig(1, Duration.ofSeconds(10)), null, time, (change, why) -> {})));
        }
        return new Upstream(app.at(urls), endpoints);
    }

    private static int[] chosen(Upstream upstream, int times) {
        int[] chosen = new int[upstream.endpoints().size()];
        for (int i = 0; i < times; i++) {
            chosen[upstream.choose(0, 0)]++;
        }
        return chosen;
    }

    private static Standing standing(Upstream upstream, int i) {
        return upstream.endpoints().get(i).standing();
    }

    @Test
    void round_robin_gives_each_its_turn_and_each_candidate_the_same_share_of_a_lost_one() {
        Upstream upstream = upstream(new Apps().balance(Balance.ROUND_ROBIN), 4);
        assertThat(IntStream.range(0, 8).map(i -> upstream.choose(0, 0))).containsExactly(0, 1, 2, 3, 0, 1, 2, 3);
        standing(upstream, 1).health(false, "");
        assertThat(chosen(upstream, 300)).containsExactly(100, 0, 100, 100);
    }

    @Test
    void least_requests_goes_where_the_fewest_are_and_equals_take_turns() {
        Upstream upstream = upstream(new Apps().balance(Balance.LEAST_REQUESTS), 3);
        assertThat(chosen(upstream, 300)).containsExactly(100, 100, 100);
        standing(upstream, 0).enter();
        standing(upstream, 2).enter();
        standing(upstream, 2).enter();
        assertThat(upstream.choose(0, 0)).isEqualTo(1);
        standing(upstream, 1).enter();
        standing(upstream, 1).enter();
        assertThat(upstream.choose(0, 0)).isZero();
        assertThat(upstream.choose(0, 1)).isIn(1, 2);
    }

    @Test
    void what_was_tried_is_not_chosen_again() {
        for (Balance balance : Balance.values()) {
            Upstream upstream = upstream(new Apps().balance(balance), 3);
            assertThat(upstream.choose(7, 0b101)).isEqualTo(1);
            assertThat(upstream.choose(7, 0b111)).isEqualTo(-1);
        }
        Upstream sticky = upstream(new Apps().sticky(), 3);
        assertThat(sticky.choose(7, 0b011)).isEqualTo(2);
        assertThat(sticky.choose(7, 0b111)).isEqualTo(-1);
    }

    @Test
    void a_lost_endpoint_moves_its_own_sessions_only_and_gets_them_back() {
        Upstream upstream = upstream(new Apps().sticky(), 5);
        int[] before = homes(upstream);
        int[] count = new int[5];
        for (int home : before) {
            count[home]++;
        }
        assertThat(IntStream.of(count).boxed())
                .allSatisfy(share -> assertThat(share).isBetween(1_600, 2_400));
        standing(upstream, 3).health(false, "");
        int[] without = homes(upstream);
        int[] heirs = new int[5];
        for (int i = 0; i < before.length; i++) {
            if (before[i] == 3) {
                heirs[without[i]]++;
            } else {
                assertThat(without[i]).isEqualTo(before[i]);
            }
        }
        assertThat(heirs[3]).isZero();
        assertThat(List.of(heirs[0], heirs[1], heirs[2], heirs[4]))
                .allSatisfy(share -> assertThat(share).isBetween(350, 650));
        standing(upstream, 3).health(true, "");
        assertThat(homes(upstream)).isEqualTo(before);
    }

    @Test
    void sessions_stay_at_home_when_endpoints_are_written_in_another_order() {
        Upstream three = upstream(new Apps().sticky(), 3);
        Upstream turned = new Upstream(
                new Apps().sticky().at("http://10.0.0.3:8080", "http://10.0.0.1:8080", "http://10.0.0.2:8080"),
                List.of(
                        three.endpoints().get(2),
                        three.endpoints().get(0),
                        three.endpoints().get(1)));
        for (int i = 0; i < 500; i++) {
            long person = Affinity.of("session-" + i);
            assertThat(turned.endpoints().get(turned.choose(person, 0)))
                    .isSameAs(three.endpoints().get(three.choose(person, 0)));
        }
    }

    private static int[] homes(Upstream upstream) {
        return IntStream.range(0, 10_000)
                .map(i -> upstream.choose(Affinity.of("session-" + i), 0))
                .toArray();
    }

    @Test
    void one_that_is_left_out_is_not_chosen_unless_there_is_no_other() {
        for (Apps app : List.of(new Apps(), new Apps().balance(Balance.ROUND_ROBIN), new Apps().sticky())) {
            Upstream upstream = upstream(app, 3);
            standing(upstream, 0).failed("refused", true);
            assertThat(chosen(upstream, 30)[0]).isZero();
            standing(upstream, 1).failed("refused", true);
            assertThat(chosen(upstream, 30)[2]).isEqualTo(30);
            standing(upstream, 2).failed("refused", true);
            assertThat(upstream.choose(7, 0))
                    .as("the last one is never left out")
                    .isNotNegative();
            standing(upstream, 1).health(false, "");
            standing(upstream, 2).health(false, "");
            assertThat(chosen(upstream, 30)[0]).isEqualTo(30);
            standing(upstream, 0).health(false, "");
            assertThat(upstream.choose(7, 0)).isEqualTo(-1);
        }
    }

    @Test
    void a_single_endpoint_is_chosen_as_long_as_it_is_well() {
        Upstream upstream = upstream(new Apps(), 1);
        assertThat(upstream.choose(7, 0)).isZero();
        assertThat(upstream.choose(7, 1)).isEqualTo(-1);
        standing(upstream, 0).health(false, "");
        assertThat(upstream.choose(7, 0)).isEqualTo(-1);
        assertThat(upstream.none().status()).isEqualTo(503);
        assertThat(upstream.none().code()).isEqualTo("upstream.down");
        assertThat(upstream.none().retryAfter()).isPositive();
    }

    @Test
    void a_session_always_comes_from_the_same_address_and_sessions_share_them() {
        Upstream upstream = upstream(new Apps().sources("127.0.0.2", "127.0.0.3", "127.0.0.4"), 1);
        int[] count = new int[3];
        for (int i = 0; i < 3_000; i++) {
            long person = Affinity.of("session-" + i);
            assertThat(upstream.source(person)).isEqualTo(upstream.source(person));
            count[upstream.source(person)]++;
        }
        assertThat(IntStream.of(count).boxed())
                .allSatisfy(share -> assertThat(share).isBetween(850, 1_150));
        assertThat(upstream(new Apps(), 2).hasAffinity()).isFalse();
    }
}
