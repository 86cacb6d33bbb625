package io.tollgate.proxy.cli;

import io.tollgate.config.AppConfig;
import io.tollgate.config.AppLoginConfig;
import io.tollgate.config.AppLoginConfig.BasicLogin;
import io.tollgate.config.AppLoginConfig.FormLogin;
import io.tollgate.config.RulePattern;
import io.tollgate.filters.access.Access;
import io.tollgate.filters.access.Permit;
import io.tollgate.filters.access.Readings;
import io.tollgate.filters.http.Form;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a request is to an app that keeps its own login, beside what rules say of it. Stateless. */
final class LoginNotes {
    private LoginNotes() {}

    /** Null where it is nothing in particular. */
    static @Nullable String of(String method, Readings readings, Form form, AppConfig app) {
        AppLoginConfig login = app.login();
        if (login == null) {
            return null;
        }
        FormLogin own = login.form();
        BasicLogin basic = login.basic();
        if (own != null && fits(own.at(), method, readings, form, app)) {
            return "with the fields " + own.userField() + " and " + own.passwordField()
                    + " it is a login: it goes to the app from anybody, within what lockout allows";
        }
        if (basic != null && fits(basic.at(), method, readings, form, app)) {
            return "with Basic credentials it is a login: it goes to the app from anybody, within what lockout allows";
        }
        if (fits(login.logout(), method, readings, form, app)) {
            return "it is the app's logout: it ends the session here, too";
        }
        return fits(login.before(), method, readings, form, app)
                ? "whoever has no session may ask for it (login.before)"
                : null;
    }

    private static boolean fits(
            List<RulePattern> patterns, String method, Readings readings, Form form, AppConfig app) {
        return Access.compile(app.name(), patterns, List.of()).judgePublic(method, readings, form) instanceof Permit;
    }
}
