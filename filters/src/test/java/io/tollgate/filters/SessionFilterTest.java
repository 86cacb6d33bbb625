package io.tollgate.filters;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.PasswordConfig;
import io.tollgate.config.SessionConfig;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.Verdict;
import io.tollgate.filters.http.RequestHead;
import io.tollgate.filters.identity.PasswordStandings;
import io.tollgate.filters.login.Browser;
import io.tollgate.filters.login.Pages;
import io.tollgate.filters.session.Caller;
import io.tollgate.filters.session.FakeSessionJournal;
import io.tollgate.filters.session.FakeTime;
import io.tollgate.filters.session.FakeUsers;
import io.tollgate.filters.session.Issued;
import io.tollgate.filters.session.Session;
import io.tollgate.filters.session.Sessions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SessionFilterTest {
    private final FakeTime time = new FakeTime();
    private final FakeUsers users = new FakeUsers();
    private PasswordConfig rules = PasswordConfig.DEFAULT;
    private final Sessions sessions =
            new Sessions(new FakeSessionJournal(), users, session -> {}, time, time, new SecureRandom());
    private final SessionFilter filter = new SessionFilter(
            sessions,
            new Pages(Browser.PREFIX),
            new IgnoredActivity(List.of(Browser.APP)),
            new PasswordStandings(user -> rules));
    private final Issued issued = sessions.open(
                    users.put("u1", "ada@clinic.example", true, false, "biller"), Browser.HOST, null)
            .toCompletableFuture()
            .join();

    private Caller caller(String target, String... fields) {
        Exchange exchange = Browser.exchange(RequestHead.of("GET", target, fields), null);
        assertThat(filter.judge(exchange)).isEqualTo(Verdict.Pass.PASS);
        return exchange.caller();
    }

    private Caller caller(String target) {
        return caller(target, "cookie", "theme=dark; __Host-tollgate=" + issued.token());
    }

    @Test
    void who_brings_the_token_is_known_and_who_brings_none_is_nobody() {
        assertThat(caller("/claims")).isInstanceOf(Caller.Known.class);
        assertThat(caller("/claims", "host", "x")).isEqualTo(Caller.Nobody.NOBODY);
        assertThat(caller("/claims", "cookie", "tollgate=" + issued.token())).isEqualTo(Caller.Nobody.NOBODY);
        assertThat(caller("/claims", "cookie", "__Host-tollgate-admin=" + issued.token()))
                .isEqualTo(Caller.Nobody.NOBODY);
    }

    @Test
    void two_cookies_of_our_name_are_no_session() {
        String ours = "__Host-tollgate=" + issued.token();
        assertThat(caller("/claims", "cookie", ours + "; " + ours)).isEqualTo(Caller.Nobody.NOBODY);
        assertThat(caller("/claims", "cookie", ours, "cookie", "a=1; __Host-tollgate=x"))
                .isEqualTo(Caller.Nobody.NOBODY);
    }

    @Test
    void a_request_counts_as_somebody_being_there_unless_it_is_ignored() {
        Duration most = SessionConfig.DEFAULT.idle().minusSeconds(1);
        time.pass(most);
        assertThat(caller("/claims")).isInstanceOf(Caller.Known.class);
        time.pass(most);
        assertThat(caller("/poll/mail")).isInstanceOf(Caller.Known.class);
        time.pass(Duration.ofSeconds(1));

        assertThat(caller("/poll/mail")).isInstanceOf(Caller.Locked.class);
        assertThat(issued.session().state()).isEqualTo(Session.State.LOCKED);
    }
}
