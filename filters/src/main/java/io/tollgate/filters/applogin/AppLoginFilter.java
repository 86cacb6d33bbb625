package io.tollgate.filters.applogin;

import io.tollgate.config.AppConfig;
import io.tollgate.filters.access.Access;
import io.tollgate.filters.access.Denied;
import io.tollgate.filters.access.NeedsForm;
import io.tollgate.filters.applogin.LoginFields.Found;
import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.chain.BodyTooLargeException;
import io.tollgate.filters.chain.BodyWatch;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.Knock;
import io.tollgate.filters.chain.Knock.Said;
import io.tollgate.filters.chain.Refusals;
import io.tollgate.filters.chain.RequestFilter;
import io.tollgate.filters.chain.Verdict;
import io.tollgate.filters.http.FieldScanner;
import io.tollgate.filters.http.Form;
import io.tollgate.filters.http.FormClaim;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.PairScanner;
import io.tollgate.filters.http.Parameter;
import io.tollgate.filters.http.PartScanner;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.routing.Target;
import io.tollgate.filters.session.Caller;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Recognises a login of an app's own: both its fields, wherever they are, or Basic credentials. What can be read in more than one
 * way is refused; what is too large to be read is looked at as it passes. Safe for use by any event loop.
 */
final class AppLoginFilter implements RequestFilter {
    private static final String REASON = "login.unreadable";

    private final Map<String, LoginGuard> guards;
    private final AppLogins logins;
    private final AuditTrail trail;
    private final Refusals refusals;

    AppLoginFilter(Map<String, LoginGuard> guards, AppLogins logins, AuditTrail trail, Refusals refusals) {
        this.guards = guards;
        this.logins = logins;
        this.trail = trail;
        this.refusals = refusals;
    }

    @Override
    public Verdict judge(Exchange exchange) {
        AppConfig app = exchange.route().app().config();
        LoginGuard guard = app.login() == null ? null : guards.get(app.name());
        if (guard == null || exchange.route().target() instanceof Target.Own || !mayPass(exchange, guard)) {
            return Verdict.Pass.PASS; // What is refused anyway, by the next, need not be read.
        }
        HeaderFields fields = exchange.head().fields();
        int authorization = fields.find("authorization", 0);
        Said basic = null;
        if (authorization >= 0 && !isTaken(exchange, authorization)) {
            BasicCredentials.Found found = BasicCredentials.read(fields);
            if (found instanceof BasicCredentials.Found.Login login && guard.takesBasic()) {
                basic = login.said();
            } else if (found != BasicCredentials.Found.Nothing.NOTHING) {
                return refused(exchange, 401);
            }
        }
        return byBody(exchange, guard, basic);
    }

    private boolean isTaken(Exchange exchange, int authorization) {
        HeaderFields fields = exchange.head().fields();
        return exchange.caller() instanceof Caller.Known known
                && fields.find("authorization", authorization + 1) < 0
                && logins.isTaken(known.session(), fields, authorization);
    }

    /** Whether any rule may let it pass, were it only for its address: of nobody's request no body is read for nothing. */
    private static boolean mayPass(Exchange exchange, LoginGuard guard) {
        return exchange.caller() instanceof Caller.Known
                || isOpen(exchange, exchange.route().app().access())
                || isOpen(exchange, guard.formDoor())
                || isOpen(exchange, guard.entrance());
    }

    private static boolean isOpen(Exchange exchange, Access access) {
        return !(access.judgePublic(exchange.head().method(), exchange.readings(), null) instanceof Denied);
    }

    private Verdict byBody(Exchange exchange, LoginGuard guard, @Nullable Said basic) {
        LoginFields sought = guard.fields();
        if (exchange.body().declaredLength() == 0) {
            return settle(exchange, guard, basic, Form.NONE);
        }
        FormClaim claim = FormClaim.of(exchange.head().fields());
        if (sought == null) {
            // The body matters where it may say that this is another place than the query says.
            boolean isAsked = basic != null
                    && guard.basicDoor().judgePublic(exchange.head().method(), exchange.readings(), null)
                            instanceof NeedsForm;
            return isAsked && claim != FormClaim.None.NONE
                    ? byClaim(exchange, guard, basic, claim)
                    : settle(exchange, guard, basic, Form.NONE);
        }
        if (isJson(exchange.head().fields())) {
            exchange.watched(new JsonWatch(sought(exchange, sought), () -> unreadable(exchange)));
            return settle(exchange, guard, basic, Form.NONE);
        }
        FieldScanner scanner = scanner(exchange, claim, sought);
        if (scanner != null) {
            exchange.watched(new LoginWatch(scanner, () -> unreadable(exchange)));
            return settle(exchange, guard, basic, Form.NONE);
        }
        if (claim == FormClaim.None.NONE) {
            return settle(exchange, guard, basic, Form.NONE);
        }
        return byClaim(exchange, guard, basic, claim);
    }

    private Verdict byClaim(Exchange exchange, LoginGuard guard, @Nullable Said basic, FormClaim claim) {
        return claim == FormClaim.Unclear.UNCLEAR ? refused(exchange, 400) : byForm(exchange, guard, basic, claim);
    }

    /** What a body is looked at with as it passes; null where it is read first, or need not be. */
    private static @Nullable FieldScanner scanner(Exchange exchange, FormClaim claim, LoginFields fields) {
        String mixed = FormClaim.boundaryOfMixed(exchange.head().fields());
        if (mixed != null) {
            return new PartScanner(mixed, false, sought(exchange, fields));
        }
        if (!(exchange.caller() instanceof Caller.Known)) {
            return null;
        }
        if (claim instanceof FormClaim.Parts parts) {
            return new PartScanner(parts.boundary(), true, sought(exchange, fields));
        }
        long length = exchange.body().declaredLength();
        boolean isLong = length < 0 || length > exchange.route().app().config().forms();
        boolean isScanned = claim instanceof FormClaim.Pairs pairs && (isLong || !pairs.isDeclared());
        return isScanned ? new PairScanner(sought(exchange, fields)) : null;
    }

    /** One of them may be in the query, and the other in the body. */
    private static FieldScanner.Sought sought(Exchange exchange, LoginFields fields) {
        FieldScanner.Sought sought = fields.sought(false, false);
        List<Parameter> query = LoginFields.query(exchange.readings().query());
        if (query != null) {
            query.forEach(parameter -> sought.isSought(parameter.name()));
        }
        return sought;
    }

    private static boolean isJson(HeaderFields fields) {
        String type = fields.first("content-type");
        return type != null && type.toLowerCase(Locale.ROOT).contains("json");
    }

    private Verdict byForm(Exchange exchange, LoginGuard guard, @Nullable Said basic, FormClaim claim) {
        int most = (int)
                Math.min(Integer.MAX_VALUE, exchange.route().app().config().forms());
        return new Verdict.Await<>(
                exchange.body().collect(most).handle((body, thrown) -> Collected.of(claim, body, thrown)),
                collected -> {
                    Throwable failure = collected.failure();
                    Form form = collected.form();
                    if (failure != null) {
                        return new Verdict.Fail(failure);
                    }
                    return form == null ? refused(exchange, 400) : settle(exchange, guard, basic, form);
                },
                true);
    }

    /** What became of a form that was waited for; neither where it can't be read in one way. */
    private record Collected(@Nullable Form form, @Nullable Throwable failure) {
        static Collected of(FormClaim claim, byte @Nullable [] body, @Nullable Throwable thrown) {
            Throwable failure =
                    thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
            if (failure != null) {
                return new Collected(null, failure instanceof BodyTooLargeException ? null : failure);
            }
            return new Collected(body == null ? null : claim.read(body), null);
        }
    }

    private Verdict.Decision settle(Exchange exchange, LoginGuard guard, @Nullable Said basic, Form form) {
        LoginFields fields = guard.fields();
        Found found = fields == null ? Found.Nothing.NOTHING : found(exchange, fields, form);
        if (found instanceof Found.Login login) {
            boolean isAnother = basic != null
                    && !(basic.name().equals(login.said().name())
                            && basic.password().equals(login.said().password()));
            if (isAnother) {
                return refused(exchange, 400);
            }
            return byLogin(exchange, guard, login.said(), form);
        }
        if (found == Found.Unclear.UNCLEAR) {
            return refused(exchange, 400);
        }
        boolean isKnown = exchange.caller() instanceof Caller.Known;
        if (basic != null && isKnown) {
            // Nothing but their own rules opens anything to whoever is logged in.
            exchange.knocking(new Knock(Access.none(exchange.route().app().name()), basic, form));
        } else if (basic != null && guard.isAtBasicDoor(exchange, form)) {
            exchange.knocking(new Knock(guard.basicDoor(), basic, form));
        } else if (!isKnown && !(exchange.caller() instanceof Caller.Pending)) {
            // Whose second factor is due has logged in to the app already: its form would only begin a session of
            // nobody's
            // there.
            exchange.knocking(new Knock(guard.entrance(), null, form));
        } else if (!form.parameters().isEmpty()) {
            exchange.knocking(new Knock(Access.none(exchange.route().app().name()), null, form));
        }
        return Verdict.Pass.PASS;
    }

    /** Of somebody without a session a login is taken where the app is said to check it, and nowhere else. */
    private Verdict.Decision byLogin(Exchange exchange, LoginGuard guard, Said said, Form form) {
        boolean isKnown = exchange.caller() instanceof Caller.Known;
        if (!isKnown && !LoginGuard.isAt(exchange, guard.formDoor(), form)) {
            return refused(exchange, 401);
        }
        exchange.knocking(new Knock(guard.formDoor(), said, form));
        return Verdict.Pass.PASS;
    }

    private static Found found(Exchange exchange, LoginFields fields, Form form) {
        String raw = exchange.readings().raw();
        boolean isInQuery = fields.mayBeIn(raw, exchange.readings().pathEnd());
        if (!isInQuery) {
            return form.parameters().isEmpty() ? Found.Nothing.NOTHING : fields.find(form.parameters());
        }
        List<Parameter> query = LoginFields.query(exchange.readings().query());
        if (query == null) {
            return Found.Unclear.UNCLEAR;
        }
        List<Parameter> all = new ArrayList<>(query);
        all.addAll(form.parameters());
        return fields.find(all);
    }

    private Verdict.Decision refused(Exchange exchange, int status) {
        exchange.refused(REASON);
        AuditEvent event = event(exchange);
        Response refusal = refusals.refused(exchange, status, REASON);
        Response response = status == 401 ? refusal.with("www-authenticate", "Tollgate") : refusal;
        if (exchange.caller() instanceof Caller.Known) {
            return new Verdict.Respond(response, event);
        }
        trail.aggregate(event);
        return new Verdict.Respond(response);
    }

    private Verdict.Respond unreadable(Exchange exchange) {
        return (Verdict.Respond) refused(exchange, 400);
    }

    private static AuditEvent event(Exchange exchange) {
        Caller.Known known = exchange.caller() instanceof Caller.Known live ? live : null;
        User user = known == null ? null : known.user();
        return new AuditEvent.Refused(
                new AuditEvent.Context(
                        user == null ? null : user.id(),
                        user == null ? null : user.name(),
                        exchange.client().network(),
                        exchange.route().app().name(),
                        user == null ? null : exchange.reference(),
                        known == null ? null : known.tenant()),
                REASON,
                null,
                exchange.head().method(),
                exchange.readings().template());
    }

    /** Refuses a body in which both fields pass. */
    private record LoginWatch(FieldScanner scanner, Supplier<Verdict.Respond> refused) implements BodyWatch {
        @Override
        public int look(ByteBuffer piece) {
            return scanner.look(piece);
        }

        @Override
        public int end() {
            return scanner.end();
        }

        @Override
        public Verdict.Respond refusal() {
            return refused.get();
        }
    }
}
