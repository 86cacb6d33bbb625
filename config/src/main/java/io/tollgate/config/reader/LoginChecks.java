package io.tollgate.config.reader;

import io.tollgate.config.AppConfig;
import io.tollgate.config.AppLoginConfig;
import io.tollgate.config.AppLoginConfig.BasicLogin;
import io.tollgate.config.HostPattern;
import io.tollgate.config.RulePattern;
import io.tollgate.config.rule.PatternCoverage;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What apps of which one keeps its own login must not have in common, or must say. */
final class LoginChecks {

    private LoginChecks() {}

    static void check(List<AppDraft> apps) {
        for (AppDraft app : apps) {
            if (app.login().isByApp()) {
                samePeople(app, apps);
                apps.stream()
                        .filter(other -> !other.login().isByApp() && shareHost(app, other))
                        .findFirst()
                        .ifPresent(other -> app.login()
                                .place()
                                .problem(
                                        "by: app, while people of the app " + named(other)
                                                + " on the same host log in on the gateway's page, and a session is the"
                                                + " host's",
                                        "give one of them another host, or the same way of login"));
                uselessRoles(app);
                overruled(app);
                ownerless(app);
            }
        }
    }

    /** Where credentials are checked they open what they are sent with: a role that is denied that could ask for it all the same. */
    private static void overruled(AppDraft app) {
        AppConfig config = app.config();
        BasicLogin basic =
                config == null || config.login() == null ? null : config.login().basic();
        for (RulePattern at : basic == null ? List.<RulePattern>of() : basic.at()) {
            app.access().stream()
                    .flatMap(access -> access.deny().stream())
                    .filter(deny -> PatternCoverage.coversPath(
                                    at.segments(), deny.value().segments(), true)
                            && isSameMethod(at, deny.value()))
                    .findFirst()
                    .ifPresent(deny -> deny.problem(
                            "\"" + deny.value().text() + "\" lies within \"" + at.text()
                                    + "\" of login.basic.path, where a request that brings credentials is let"
                                    + " through before anybody knows whose they are",
                            "name in basic.path only what everybody asks for first, such as the page behind"
                                    + " the login"));
        }
    }

    /**
     * A cookie that only a login brings lets its bearer in: where nobody owns it, somebody else's goes with a login, and an app
     * that knows the browser says yes without looking at the password.
     */
    private static void ownerless(AppDraft app) {
        AppConfig config = app.config();
        AppLoginConfig login = config == null ? null : config.login();
        if (config == null || login == null) {
            return;
        }
        Set<String> cookies = new LinkedHashSet<>();
        if (login.form() != null && login.form().success().cookie() != null) {
            cookies.add(login.form().success().cookie());
        }
        if (login.basic() != null && login.basic().success().cookie() != null) {
            cookies.add(login.basic().success().cookie());
        }
        for (String cookie : cookies) {
            if (!config.isAppCookie(cookie)) {
                app.login()
                        .place()
                        .problem(
                                "a login is told by the cookie \"" + cookie + "\", which is in nobody's name without"
                                        + " app-cookies: whoever has an account could send theirs with somebody else's"
                                        + " login",
                                "add \"" + cookie + "\" to app-cookies of this app, with its session cookie");
            }
        }
    }

    private static boolean isSameMethod(RulePattern one, RulePattern other) {
        return one.methods().isEmpty()
                || other.methods().isEmpty()
                || one.methods().stream().anyMatch(other.methods()::contains);
    }

    /** Users are the gateway's, whatever app they come from. */
    private static void samePeople(AppDraft app, List<AppDraft> apps) {
        if (app.login().isSamePeople()) {
            return;
        }
        apps.stream()
                .filter(other -> !other.name().equals(app.name()))
                .findFirst()
                .ifPresent(other -> app.login()
                        .place()
                        .problem(
                                "by: app, and there is another app, " + named(other)
                                        + ": somebody who has the same name in both would be one user",
                                "add same-people: true if a name means the same person in all of them, or run a gateway"
                                        + " for each"));
    }

    private static void uselessRoles(AppDraft app) {
        Set<String> known = new HashSet<>();
        app.access().forEach(access -> known.add(access.role().value()));
        for (Placed<String> role : app.login().roles()) {
            if (!known.contains(role.value())) {
                role.problem(
                        "\"" + role.value() + "\" has no access on this app, so that it lets nobody in",
                        Nearest.remedy(role.value(), known, "say under access what it may do"));
            }
        }
    }

    private static boolean shareHost(AppDraft one, AppDraft other) {
        if (one.hostless() || other.hostless()) {
            return one.hostless() && other.hostless();
        }
        Set<HostPattern> hosts = new HashSet<>(Placed.values(one.hosts()));
        return Placed.values(other.hosts()).stream().anyMatch(hosts::contains);
    }

    private static String named(AppDraft app) {
        return "\"" + app.name().value() + "\" at " + app.name().place().at();
    }
}
