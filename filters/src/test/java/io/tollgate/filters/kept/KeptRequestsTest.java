package io.tollgate.filters.kept;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.StepUpConfig;
import io.tollgate.filters.Exchanges;
import io.tollgate.filters.FakeKeptBody;
import io.tollgate.filters.access.Rules;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.KeptRequest;
import io.tollgate.filters.session.Caller;
import io.tollgate.filters.session.FakeTime;
import io.tollgate.filters.session.SessionEnd;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class KeptRequestsTest {
    private static final String HOST = "billing.example";
    private static final StepUpConfig CONFIG = new StepUpConfig(Duration.ofMinutes(5), 1000, Duration.ofMinutes(10));
    private static final long APP = 1L << 20;

    private final FakeTime time = new FakeTime();
    private final Exchanges exchanges = new Exchanges(new Rules().allow("biller", "/**"));
    private final KeptRequests kept = new KeptRequests(time, new SecureRandom());
    private final Caller.Known ada = exchanges.known("ada", "biller");
    private final FakeKeptBody body = new FakeKeptBody(100);

    private Exchange exchange() {
        return exchanges.exchange("POST", "/pay?x=\u00e9", "cookie", "a=b", "content-type", "text/plain", "x-a", "1");
    }

    private String keep(Caller.Known who, FakeKeptBody with) {
        return kept.reserve(who, with.length(), APP, CONFIG).take(exchange(), with);
    }

    private KeptRequest take(String id, Caller.Known who, String target) {
        return kept.take(id, who, HOST, target, null);
    }

    @Test
    void what_waits_is_given_out_once_without_the_cookies_of_then() {
        String id = keep(ada, body);
        KeptRequest request = take(id, ada, "/pay?x=%E9");

        assertThat(request.head().method()).isEqualTo("POST");
        assertThat(request.head().target()).isEqualTo("/pay?x=\u00e9");
        assertThat(request.head().fields().has("cookie")).isFalse();
        assertThat(request.head().fields().first("x-a")).isEqualTo("1");
        assertThat(take(id, ada, "/pay?x=%E9")).isNull();
        assertThat(body.isDeleted).as("whoever took it owns it").isFalse();
        assertThat(kept.count()).isZero();
        assertThat(kept.bytes()).isZero();
    }

    @Test
    void nobody_else_has_it_and_asking_wrongly_loses_nothing() {
        String id = keep(ada, body);
        Caller.Known again = exchanges.known("ada", "biller");
        Caller.Known bo = exchanges.known("bo", "biller");

        assertThat(take(id, again, "/pay?x=%E9")).isNull();
        assertThat(take(id, bo, "/pay?x=%E9")).isNull();
        assertThat(kept.find(id, bo, HOST)).isNull();
        assertThat(kept.take(id, ada, "other.example", "/pay?x=%E9", null)).isNull();
        assertThat(take(id, ada, "/pay")).isNull();
        assertThat(kept.take(id, ada, HOST, "/pay?x=%E9", "PUT")).isNull();
        assertThat(take("x" + id.substring(1), ada, "/pay?x=%E9")).isNull();
        assertThat(kept.find(id, ada, HOST)).isEqualTo(new KeptRequests.Seen("POST", "/pay?x=\u00e9", 100));
        assertThat(kept.take(id, ada, HOST, "/pay?x=%E9", "POST")).isNotNull();
    }

    @Test
    void one_of_many_gets_it() throws Exception {
        String id = keep(ada, body);
        CountDownLatch begin = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Boolean>> takes = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                takes.add(threads.submit(() -> {
                    begin.await();
                    return take(id, ada, "/pay?x=%E9") != null;
                }));
            }
            begin.countDown();
            int taken = 0;
            for (Future<Boolean> each : takes) {
                taken += each.get() ? 1 : 0;
            }
            assertThat(taken).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void its_time_is_over_and_it_is_deleted() {
        String id = keep(ada, body);
        time.pass(CONFIG.keepFor().minusSeconds(1));
        kept.sweep();
        assertThat(kept.find(id, ada, HOST)).isNotNull();
        time.pass(Duration.ofSeconds(1));
        assertThat(take(id, ada, "/pay?x=%E9")).isNull();
        kept.sweep();
        assertThat(body.isDeleted).isTrue();
        assertThat(kept.count()).isZero();
    }

    @Test
    void it_ends_with_its_session_and_not_with_a_lock() {
        keep(ada, body);
        exchanges.sessions.lock(ada.session());
        kept.changed(ada.session());
        assertThat(body.isDeleted).isFalse();
        KeptRequests.Room late = kept.reserve(ada, 5, APP, CONFIG);

        exchanges.sessions.end(ada.session(), SessionEnd.LOGOUT);
        kept.changed(ada.session());
        assertThat(body.isDeleted).isTrue();
        FakeKeptBody second = new FakeKeptBody(5);
        assertThat(late.take(exchange(), second)).isNull();
        assertThat(second.isDeleted).isTrue();
        assertThat(kept.reserve(ada, 5, APP, CONFIG)).isNull();
        assertThat(kept.count()).isZero();
        assertThat(kept.bytes()).isZero();
    }

    @Test
    void there_is_room_for_few_of_a_session_and_for_so_many_in_all() {
        for (int i = 0; i < KeptRequests.MOST_OF_A_SESSION; i++) {
            assertThat(kept.reserve(ada, 1, APP, CONFIG)).isNotNull();
        }
        assertThat(kept.reserve(ada, 1, APP, CONFIG)).isNull();
        int others = 0;
        while (kept.reserve(exchanges.known("user" + others, "biller"), 1, APP, CONFIG) != null) {
            others++;
        }
        assertThat(kept.count()).isEqualTo(KeptRequests.MOST);
    }

    @Test
    void so_many_bytes_wait_at_the_most_and_an_unknown_length_counts_as_the_largest() {
        KeptRequests.Room unknown = kept.reserve(ada, -1, APP, CONFIG);
        assertThat(unknown.most()).isEqualTo(1000);
        assertThat(kept.bytes()).isEqualTo(1000);
        unknown.take(exchange(), new FakeKeptBody(10));
        assertThat(kept.bytes()).isEqualTo(10);
        assertThat(kept.reserve(ada, 1001, APP, CONFIG)).isNull();
        assertThat(kept.reserve(ada, 501, 500, CONFIG)).as("an app takes less").isNull();
        int rooms = 0;
        while (kept.reserve(exchanges.known("user" + rooms, "biller"), 1000, APP, CONFIG) != null) {
            rooms++;
        }
        assertThat(rooms).isEqualTo(KeptRequests.MOST_BODIES - 1);
        KeptRequests.Room none = kept.reserve(ada, 5, APP, new StepUpConfig(CONFIG.within(), 0, CONFIG.keepFor()));
        assertThat(none).as("off").isNull();
    }

    @Test
    void room_that_is_given_up_is_free_once() {
        KeptRequests.Room room = kept.reserve(ada, 5, APP, CONFIG);
        room.free();
        room.free();
        assertThat(kept.count()).isZero();
        assertThat(kept.bytes()).isZero();
        assertThat(kept.wasUsed()).isTrue();
        assertThat(new KeptRequests(time, new SecureRandom()).wasUsed()).isFalse();
    }

    @Test
    void the_fifth_wrong_password_is_one_too_many_and_the_sixth_the_first() {
        for (int i = 1; i < KeptRequests.MOST_WRONG; i++) {
            assertThat(kept.isWrongTooOften(ada.session())).isFalse();
        }
        assertThat(kept.isWrongTooOften(ada.session())).isTrue();
        assertThat(kept.isWrongTooOften(ada.session())).isFalse();
        kept.proved(ada.session());
        for (int i = 1; i < KeptRequests.MOST_WRONG; i++) {
            assertThat(kept.isWrongTooOften(ada.session())).isFalse();
        }
    }

    @Test
    void names_do_not_repeat_and_the_cookie_is_for_one_target() {
        KeptIds ids = new KeptIds(new SecureRandom());
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            names.add(ids.next());
        }
        assertThat(names).hasSize(1000).allMatch(name -> name.length() == 24);
        String value = KeptCookie.set("abc", "/pay?x=\u00e9").split("=", 2)[1].split(";", 2)[0];
        assertThat(KeptCookie.idFor(value, "/pay?x=%E9")).isEqualTo("abc");
        assertThat(KeptCookie.idFor(value, "/pay")).isNull();
        assertThat(KeptCookie.idFor("abc", "/pay")).isNull();
        assertThat(KeptCookie.set("abc", "/")).endsWith("; Max-Age=60; Path=/; Secure; HttpOnly; SameSite=Strict");
    }
}
