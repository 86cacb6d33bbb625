package io.tollgate.filters.login;

import io.tollgate.config.AppConfig;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.login.Page.Logout;
import io.tollgate.filters.session.Caller;
import io.tollgate.filters.session.Session;
import io.tollgate.filters.session.SessionCookie;
import io.tollgate.filters.session.SessionEnd;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the session and leaves nothing of it in the browser. Safe for use by any thread. */
final class LogoutResponder implements OwnPage {
    private static final Logger LOG = LoggerFactory.getLogger(LogoutResponder.class);

    private final Doorway doorway;

    LogoutResponder(Doorway doorway) {
        this.doorway = doorway;
    }

    @Override
    public CompletionStage<Response> get(Visit visit) {
        Caller caller = visit.exchange().caller();
        if (caller instanceof Caller.Known known) {
            return Visit.done(asked(visit, known.user()));
        }
        if (caller instanceof Caller.Pending pending) {
            return Visit.done(asked(visit, pending.user()));
        }
        return Visit.done(
                caller instanceof Caller.Locked locked
                        ? asked(visit, locked.user())
                        : Response.seeOther(visit.writer().prefix() + "/login"));
    }

    private static Response asked(Visit visit, User user) {
        return visit.writer().write(200, new Logout(visit.shell(), user.name(), visit.askedReturn()));
    }

    @Override
    public CompletionStage<Response> post(Visit visit) {
        Session session = visit.session();
        if (session == null) {
            return Visit.done(gone(visit));
        }
        return doorway.sessions().end(session, SessionEnd.LOGOUT).handle((ended, failure) -> {
            if (failure != null) {
                // It is over for everybody here; only a restart right now would not know, and the browser has no token.
                LOG.warn("logout.journal: an end was not written; it is tried again", Visit.cause(failure));
            }
            return gone(visit);
        });
    }

    private static Response gone(Visit visit) {
        Response response = Response.seeOther(visit.writer().prefix() + "/login")
                .with("clear-site-data", "\"cache\", \"storage\"")
                .with(
                        "set-cookie",
                        SessionCookie.expired(visit.exchange().arrival().isAdmin()));
        String host = visit.exchange().route().host();
        for (String name : appCookies(visit)) {
            response = response.with("set-cookie", name + "=; Path=/; Max-Age=0; Secure");
            if (isDomain(host)) {
                response = response.with("set-cookie", name + "=; Path=/; Domain=" + host + "; Max-Age=0; Secure");
            }
        }
        return response;
    }

    /** The app's own session cookies among those that were sent: as they reached this path, they are set for all paths. */
    private static Set<String> appCookies(Visit visit) {
        AppConfig app = visit.exchange().route().app().config();
        HeaderFields fields = visit.exchange().head().fields();
        Set<String> names = new LinkedHashSet<>();
        for (String header : fields.all("cookie")) {
            for (String pair : header.split(";", -1)) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? "" : pair.substring(0, equals).strip();
                if (!name.isEmpty() && isToken(name) && app.isAppCookie(name)) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    /** RFC 9110 section 5.6.2. */
    private static boolean isToken(String name) {
        return name.chars()
                .allMatch(c -> (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
    }

    /** A name with a dot, and no address: only such a host is a cookie's domain. */
    private static boolean isDomain(String host) {
        return host.indexOf('.') > 0 && host.indexOf(':') < 0 && !Character.isDigit(host.charAt(host.length() - 1));
    }
}
