package io.tollgate.filters.applogin;

import io.tollgate.config.AppConfig;
import io.tollgate.filters.applogin.LoginAnswer.Under;
import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.Knock;
import io.tollgate.filters.chain.Knock.Said;
import io.tollgate.filters.chain.Passage;
import io.tollgate.filters.chain.Refusals;
import io.tollgate.filters.chain.RequestFilter;
import io.tollgate.filters.chain.Verdict;
import io.tollgate.filters.http.Form;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.identity.Admittance;
import io.tollgate.filters.identity.LoginSource;
import io.tollgate.filters.identity.UserName;
import io.tollgate.filters.login.Pages;
import io.tollgate.filters.routing.Target;
import io.tollgate.filters.session.Caller;
import io.tollgate.filters.session.Sessions;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The doors of apps that keep their own login: what may go through is reserved before it does, and what is refused never
 * reaches the app. The last of the filters, as an attempt costs what it costs only where the request is permitted. Safe for use
 * by any event loop.
 */
public final class AppDoor implements RequestFilter {
    /** What changes an answer into one that no marker was declared for, or that can't be read. */
    private static final Set<String> WITHHELD = Set.of(
            "accept-encoding",
            "range",
            "if-range",
            "if-match",
            "if-none-match",
            "if-modified-since",
            "if-unmodified-since");

    private static final Set<String> AUTHORIZATION = Set.of("authorization");

    private final Parts parts;
    private final Map<String, LoginGuard> guards;

    /** Whether an app may be asked who somebody is. Safe for use by any thread; never blocks. */
    @FunctionalInterface
    public interface Door {
        CompletionStage<Admittance> admit(String name, LoginSource source);
    }

    /**
     * What it acts on.
     *
     * @param source where an attempt comes from
     * @param claim makes the app's cookies that came with a request somebody's
     */
    public record Parts(
            Door door,
            AppLogins logins,
            AppEntry entry,
            Sessions sessions,
            Pages pages,
            AuditTrail trail,
            Function<Exchange, LoginSource> source,
            BiConsumer<Exchange, String> claim) {}

    /** Of the apps of one configuration. */
    public AppDoor(Collection<AppConfig> apps, Parts parts) {
        this.parts = parts;
        this.guards = guards(apps);
    }

    private static Map<String, LoginGuard> guards(Collection<AppConfig> apps) {
        Map<String, LoginGuard> guards = new HashMap<>();
        for (AppConfig app : apps) {
            LoginGuard guard = LoginGuard.of(app);
            if (guard != null) {
                guards.put(app.name(), guard);
            }
        }
        return Map.copyOf(guards);
    }

    /** Recognises logins, which has to come before access is judged. */
    public RequestFilter recognition(Refusals refusals) {
        return new AppLoginFilter(guards, parts.logins(), parts.trail(), refusals);
    }

    @Override
    public Verdict judge(Exchange exchange) {
        AppConfig app = exchange.route().app().config();
        LoginGuard guard = app.login() == null ? null : guards.get(app.name());
        if (guard == null || exchange.route().target() instanceof Target.Own) {
            return Verdict.Pass.PASS;
        }
        Knock knock = exchange.knock();
        Said said = knock == null ? null : knock.said();
        if (knock == null || said == null) {
            return passed(exchange, guard, knock == null ? Form.NONE : knock.form());
        }
        boolean isAtDoor = guard.isAtDoor(exchange, knock);
        return attempted(exchange, guard, said, isAtDoor);
    }

    private Verdict passed(Exchange exchange, LoginGuard guard, Form form) {
        if (exchange.caller() instanceof Caller.Known known && guard.isLogout(exchange, form)) {
            exchange.passing(
                    new Passage(Set.of(), false, null, new LogoutAnswer(exchange, known.session(), parts.sessions())));
        } else if (!(exchange.caller() instanceof Caller.Known)
                && BasicCredentials.isBasic(exchange.head().fields())) {
            // Who asks for what is open to everybody is nobody there: the app is not told otherwise.
            exchange.passing(new Passage(AUTHORIZATION, false, null, null));
        }
        return Verdict.Pass.PASS;
    }

    private Verdict attempted(Exchange exchange, LoginGuard guard, Said said, boolean isAtDoor) {
        if (!UserName.isForApp(said.name())
                || exchange.head().method().equals("HEAD")
                || exchange.head().isUpgrade()) {
            return refused(exchange, (String) null);
        }
        if (!said.isBasic() && isFromElsewhere(exchange)) {
            return refused(exchange, parts.pages().denied(exchange, "origin"));
        }
        LoginSource source = parts.source().apply(exchange);
        String name = UserName.normalised(said.name());
        ByteBuffer fingerprint = parts.logins()
                .fingerprint(
                        exchange.route().app().name(),
                        exchange.route().host(),
                        source.network(),
                        said.isBasic() ? "basic" : "form",
                        said.name(),
                        said.password());
        SharedAttempt shared = said.isBasic()
                ? parts.logins()
                        .attempts()
                        .ofBasic(fingerprint, () -> parts.door().admit(said.name(), source))
                : parts.logins()
                        .attempts()
                        .ofForm(fingerprint, () -> parts.door().admit(said.name(), source));
        if (shared.isWrong()) {
            return refused(exchange, shared.challenge());
        }
        boolean isSelf = exchange.caller() instanceof Caller.Known known
                && known.user().name().equals(name);
        return new Verdict.Await<>(
                shared.admittance(),
                admittance ->
                        admitted(admittance, new Asked(exchange, guard, said, fingerprint, shared, isAtDoor, isSelf)));
    }

    /** Whether another site's page leads here by a link with a login in it: nobody is logged in as somebody else. */
    private static boolean isFromElsewhere(Exchange exchange) {
        String site = exchange.head().fields().first("sec-fetch-site");
        return site != null
                && !site.equals("same-origin")
                && !site.equals("none")
                && exchange.head().isSafeMethod();
    }

    /** What waits for its admittance. */
    private record Asked(
            Exchange exchange,
            LoginGuard guard,
            Said said,
            ByteBuffer fingerprint,
            SharedAttempt shared,
            boolean isAtDoor,
            boolean isSelf) {}

    private Verdict.Decision admitted(Admittance admittance, Asked asked) {
        Exchange exchange = asked.exchange;
        if (!(admittance instanceof Admittance.Admitted admitted)) {
            parts.logins().attempts().forget(asked.fingerprint, asked.shared);
            return admittance instanceof Admittance.TooMany tooMany
                    ? refused(exchange, parts.pages().loginTooMany(exchange, tooMany.retryAfter()))
                    : refused(exchange, (String) null);
        }
        Under under = new Under(
                exchange,
                asked.guard,
                asked.said,
                asked.fingerprint,
                asked.shared,
                admitted.attempt(),
                asked.isAtDoor,
                asked.isSelf);
        LoginAnswer judge = new LoginAnswer(under, parts.logins(), parts.entry(), new InPlace());
        exchange.passing(new Passage(WITHHELD, true, owner(exchange, asked), judge));
        return Verdict.Pass.PASS;
    }

    /** Somebody who logs in to the app again keeps what they have there; anybody else begins with nobody's cookies. */
    private static @Nullable String owner(Exchange exchange, Asked asked) {
        return asked.isSelf && exchange.caller() instanceof Caller.Known known ? known.cookieOwner() : null;
    }

    private Verdict.Decision refused(Exchange exchange, @Nullable String challenge) {
        return refused(exchange, parts.pages().loginRefused(exchange, challenge));
    }

    /** The attempt is in the trail already. */
    private static Verdict.Decision refused(Exchange exchange, Response response) {
        exchange.refused("login.refused");
        return new Verdict.Respond(response);
    }

    /** What an app's answer is replaced by. */
    private final class InPlace implements LoginAnswer.Answers {
        @Override
        public Response refused(Exchange exchange) {
            return parts.pages().loginRefused(exchange, null);
        }

        @Override
        public Response unlisted(Exchange exchange) {
            parts.trail()
                    .aggregate(new AuditEvent.Refused(
                            new AuditEvent.Context(
                                    null,
                                    null,
                                    exchange.client().network(),
                                    exchange.route().app().name(),
                                    null),
                            "login.unlisted",
                            null,
                            exchange.head().method(),
                            exchange.readings().template()));
            return parts.pages().denied(exchange, "login.unlisted");
        }

        @Override
        public Response secondDue(Exchange exchange, int status, HeaderFields fields) {
            Response response = parts.pages().secondDue(exchange, status);
            for (int i = fields.find("set-cookie", 0); i >= 0; i = fields.find("set-cookie", i + 1)) {
                response = response.with("set-cookie", fields.value(i));
            }
            return response;
        }

        @Override
        public void claim(Exchange exchange, String owner) {
            parts.claim().accept(exchange, owner);
        }
    }
}
