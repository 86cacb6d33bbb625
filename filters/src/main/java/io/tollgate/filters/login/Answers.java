package io.tollgate.filters.login;

import io.tollgate.filters.http.Response;
import io.tollgate.filters.identity.Authentication;
import io.tollgate.filters.login.Page.Problem;
import java.time.Duration;
import java.util.function.Function;

/** A form shown again: what each outcome of a password means in status and words. */
final class Answers {
    /** When to come back where nobody knows when it will be better. */
    static final Duration SOON = Duration.ofSeconds(5);

    private Answers() {}

    /** The form again, for whatever did not let somebody in; {@code refused} says what a wrong password is called here. */
    static Response of(PageWriter writer, Authentication outcome, Problem refused, Function<Problem, Page> page) {
        if (outcome instanceof Authentication.TooMany tooMany) {
            return tooMany(writer, page, tooMany.retryAfter());
        }
        if (outcome instanceof Authentication.Busy busy) {
            return notNow(writer, page, busy.retryAfter());
        }
        return challenged(writer.write(401, page.apply(refused)));
    }

    static Response tooMany(PageWriter writer, Function<Problem, Page> page, Duration retryAfter) {
        Problem problem = new Problem(
                "Too many attempts from here",
                "There were many failed logins from your network, so this one was not tried. Try again "
                        + Pages.in(retryAfter) + ".");
        return writer.write(429, page.apply(problem))
                .with("retry-after", Pages.seconds(retryAfter))
                .with("tollgate-reason", "login.network");
    }

    static Response notNow(PageWriter writer, Function<Problem, Page> page, Duration retryAfter) {
        Problem problem = new Problem(
                "This can't be done right now",
                "The computer that checks passwords is busy or being looked after. It is not your password. Try again "
                        + Pages.in(retryAfter) + ".");
        return writer.write(503, page.apply(problem))
                .with("retry-after", Pages.seconds(retryAfter))
                .with("tollgate-reason", "login.unavailable");
    }

    /** 401 with a scheme that no browser asks for by itself (RFC 9110 section 11.6.1). */
    static Response challenged(Response response) {
        return response.with("www-authenticate", "Tollgate");
    }
}
