package io.tollgate.filters.login;

import io.tollgate.config.ExternalOrigin;
import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.chain.BodyTooLargeException;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.PercentDecoding;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.login.Page.Problem;
import io.tollgate.filters.login.Page.Shell;
import io.tollgate.filters.passkey.PasskeySite;
import io.tollgate.filters.session.Caller;
import io.tollgate.filters.session.Session;
import io.tollgate.filters.session.SessionCookie;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One request for a page of ours, with what every page asks of it. Confined to the exchange's event loop. */
final class Visit {
    private static final String RETURN_TO = "return-to";

    private final Exchange exchange;
    private final Pages pages;

    Visit(Exchange exchange, Pages pages) {
        this.exchange = exchange;
        this.pages = pages;
    }

    Exchange exchange() {
        return exchange;
    }

    PageWriter writer() {
        return pages.writer();
    }

    Shell shell() {
        return writer().shell(exchange);
    }

    Pages pages() {
        return pages;
    }

    /** The session that the browser has here, in whatever state; null where it has none. */
    @Nullable
    Session session() {
        Caller caller = exchange.caller();
        if (caller instanceof Caller.Known known) {
            return known.session();
        }
        if (caller instanceof Caller.Pending pending) {
            return pending.session();
        }
        return caller instanceof Caller.Locked locked ? locked.session() : null;
    }

    /** For where a browser signs that is here: as clients see it. */
    PasskeySite site() {
        ExternalOrigin external = exchange.route().app().config().reach().external();
        if (external != null) {
            return PasskeySite.of("https", external.authority());
        }
        HeaderFields fields = exchange.head().fields();
        String host = fields.first("host");
        String asked = host == null ? fields.first(":authority") : host;
        return PasskeySite.of(exchange.arrival().scheme(), asked == null ? "" : asked);
    }

    /** Where the app is entered. */
    String home() {
        return exchange.route().app().config().home();
    }

    /** Where the person came from, of the query; the app's home where it does not say, or says what is not safe. */
    String askedReturn() {
        return ReturnTo.orHome(queried(RETURN_TO), writer().prefix(), home());
    }

    /** The same, of a posted form. */
    String askedReturn(PostedForm form) {
        return ReturnTo.orHome(form.value(RETURN_TO), writer().prefix(), home());
    }

    /** A parameter of the query; null where it is not there, can't be read or is there twice. */
    @Nullable
    String queried(String name) {
        String target = exchange.readings().raw();
        int query = target.indexOf('?');
        String found = null;
        for (String pair :
                query < 0 ? new String[0] : target.substring(query + 1).split("&", -1)) {
            if (pair.startsWith(name) && pair.startsWith("=", name.length())) {
                byte[] bytes = PercentDecoding.bytes(pair, name.length() + 1, pair.length(), true);
                if (found != null || bytes == null) {
                    return null;
                }
                found = PercentDecoding.utf8(bytes);
            }
        }
        return found;
    }

    /** One of our own pages, which then leads on to {@code returnTo}. */
    String page(String name, String returnTo) {
        return writer().prefix() + '/' + name + "?return-to=" + ReturnTo.inQuery(returnTo);
    }

    /** Where somebody proves once more who they are, and then comes back to one of our own pages, such as {@code /passkeys}. */
    String stepUp(String page) {
        return writer().prefix() + "/step-up?return-to=" + ReturnTo.inQuery(writer().prefix() + page);
    }

    /** Reads the posted form and answers it; what is too large or can't be read in one way is refused. */
    CompletionStage<Response> posted(Function<PostedForm, CompletionStage<Response>> answer) {
        if (!PostedForm.isForm(exchange.head().fields())) {
            return done(pages.refused(exchange, 415, "form.type"));
        }
        return exchange.body()
                .collect(PostedForm.LONGEST)
                .thenCompose(body -> {
                    PostedForm form = PostedForm.parse(body);
                    return form == null ? done(pages.refused(exchange, 400, "form.unreadable")) : answer.apply(form);
                })
                .exceptionallyCompose(failure -> cause(failure) instanceof BodyTooLargeException
                        ? done(pages.refused(exchange, 413, "form.size"))
                        : CompletableFuture.failedStage(failure));
    }

    /** What an event about this user at this request begins with. */
    AuditEvent.Context context(User user) {
        Session session = session();
        return context(user, session == null ? null : session.actsFor());
    }

    /** The same of a user who acts for this tenant; null for none. */
    AuditEvent.Context context(User user, @Nullable String tenant) {
        return new AuditEvent.Context(
                user.id(),
                user.name(),
                exchange.client().network(),
                exchange.route().app().name(),
                null,
                tenant);
    }

    /** What anybody else than a user with a live session meets here. */
    Response notKnown() {
        Caller caller = exchange.caller();
        if (caller instanceof Caller.Pending) {
            return pages.factor(exchange);
        }
        return caller instanceof Caller.Locked ? pages.locked(exchange) : pages.login(exchange);
    }

    /** The same answer with the cookie of a session in it. */
    Response handingOut(String token, Response response) {
        return response.with("set-cookie", SessionCookie.set(exchange.arrival().isAdmin(), token));
    }

    /** On after a factor that was proved: to what has to be seen first, or where the person wanted to go. */
    Response admitted(Admission.Outcome outcome, String returnTo) {
        if (outcome instanceof Admission.Outcome.LoggedIn in) {
            String page = in.page();
            return with(in.cookies(), Response.seeOther(page == null ? returnTo : page(page, returnTo)));
        }
        return outcome instanceof Admission.Outcome.SecondDue due
                ? with(due.cookies(), Response.seeOther(page("factor", returnTo)))
                : Response.seeOther(page("login", returnTo));
    }

    /** An answer with these values of Set-Cookie. */
    static Response with(List<String> cookies, Response response) {
        Response all = response;
        for (String cookie : cookies) {
            all = all.with("set-cookie", cookie);
        }
        return all;
    }

    /** 503: nothing was decided, and what the browser has of us stays good. */
    Response notNow(Function<Problem, Page> page) {
        return Answers.notNow(writer(), page, Answers.SOON);
    }

    static <T> CompletionStage<T> done(T value) {
        return CompletableFuture.completedStage(value);
    }

    static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
