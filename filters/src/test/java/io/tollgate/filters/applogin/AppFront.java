package io.tollgate.filters.applogin;

import io.tollgate.config.AppConfig;
import io.tollgate.config.AppLoginConfig;
import io.tollgate.config.AppLoginConfig.BasicLogin;
import io.tollgate.config.AppLoginConfig.FormLogin;
import io.tollgate.config.LocationPattern;
import io.tollgate.config.LoginMarkers;
import io.tollgate.config.StatusRange;
import io.tollgate.filters.Exchanges;
import io.tollgate.filters.access.Rules;
import io.tollgate.filters.chain.AnswerJudge;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.RequestBody;
import io.tollgate.filters.chain.RequestFilter;
import io.tollgate.filters.chain.Verdict;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.identity.AppGate;
import io.tollgate.filters.identity.LoginSource;
import io.tollgate.filters.login.Clinic;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An app with a login of its own behind the gateway, as a browser meets it; what the app answers is said by the test. */
final class AppFront {
    static final String WRONG = "/login?error=1";
    static final String IN = "/index";

    final Clinic clinic = new Clinic();
    final AppGate gate = new AppGate(clinic.users, clinic.trail);
    final List<String> claimed = new ArrayList<>();
    String cookie;
    private final Exchanges exchanges;
    private final List<RequestFilter> filters;

    AppFront(String... roles) {
        AppConfig app = app(List.of(roles));
        exchanges = new Exchanges(app);
        AppEntry entry = new AppEntry(
                clinic.users,
                (name, given, evidence) -> {
                    var user = clinic.users.put("u9", name, true, false, given.toArray(String[]::new));
                    return evidence.of(user).thenApply(done -> user);
                },
                clinic.admission,
                clinic.sessions,
                clinic.trail,
                Runnable::run);
        AppDoor door = new AppDoor(
                List.of(app),
                new AppDoor.Parts(
                        gate::admit,
                        new AppLogins(new SecureRandom(), clinic.time),
                        entry,
                        clinic.sessions,
                        clinic.pages,
                        clinic.trail,
                        exchange -> new LoginSource(exchange.client().network(), "billing", exchange.reference()),
                        (exchange, owner) -> claimed.add(owner)));
        filters = List.of(clinic.filter, door.recognition(clinic.pages), door);
    }

    private static AppConfig app(List<String> roles) {
        LoginMarkers success =
                new LoginMarkers(new StatusRange(302, 302), LocationPattern.parse("/index*"), null, null);
        LoginMarkers failure =
                new LoginMarkers(new StatusRange(302, 302), LocationPattern.parse("/login?error*"), null, null);
        AppConfig usual = Exchanges.app(
                "billing", List.of(), "/", new Rules().open("/open/**").allow("biller", "/**"));
        return new AppConfig(
                usual.name(),
                usual.hosts(),
                usual.path(),
                usual.home(),
                usual.upstream(),
                usual.reach(),
                new AppLoginConfig(
                        new FormLogin(Rules.patterns("POST /login"), "user", "password", success, failure),
                        new BasicLogin(Rules.patterns("/api/**"), LoginMarkers.TAKEN, LoginMarkers.CHALLENGED),
                        "/login",
                        Rules.patterns("GET /login"),
                        Rules.patterns("/logout"),
                        roles),
                usual.session(),
                usual.activityIgnore(),
                usual.signOn(),
                usual.appCookies(),
                usual.forms(),
                usual.body(),
                usual.origins(),
                usual.publicRules(),
                usual.access());
    }

    static String basic(String name, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    static String form(String name, String password) {
        return "user=" + name.replace("@", "%40") + "&password=" + password;
    }

    Exchange get(String target, String... fields) {
        return exchange(RequestBody.NONE, "GET", target, fields);
    }

    Exchange post(String target, String body, String... fields) {
        List<String> all = new ArrayList<>(List.of(fields));
        if (all.stream().noneMatch("content-type"::equalsIgnoreCase)) {
            all.addAll(List.of("content-type", "application/x-www-form-urlencoded"));
        }
        return exchange(Exchanges.body(body), "POST", target, all.toArray(String[]::new));
    }

    Exchange exchange(RequestBody body, String method, String target, String... fields) {
        List<String> all = new ArrayList<>(List.of("host", "billing.example", "sec-fetch-mode", "navigate"));
        if (cookie != null) {
            all.addAll(List.of("cookie", cookie));
        }
        all.addAll(List.of(fields));
        return exchanges.exchange(body, method, target, all.toArray(String[]::new));
    }

    /** Asks the filters in their order: null where it goes on to the app. */
    Response asked(Exchange exchange) {
        for (RequestFilter filter : filters) {
            Verdict verdict = filter.judge(exchange);
            Verdict said = verdict instanceof Verdict.Await<?> await ? then(await) : verdict;
            if (said instanceof Verdict.Respond respond) {
                if (respond.event() != null) {
                    clinic.trail.append(respond.event());
                }
                return respond.response();
            }
            if (said instanceof Verdict.Fail fail) {
                throw new IllegalStateException(fail.cause());
            }
        }
        return null;
    }

    private static <T> Verdict then(Verdict.Await<T> await) {
        return await.then().apply(await.stage().toCompletableFuture().join());
    }

    /** The app answers so: null where its answer goes on as it is. */
    Response answered(Exchange exchange, int status, String... fields) {
        AnswerJudge judge = exchange.passage().judge();
        HeaderFields head = HeaderFields.of(fields);
        if (judge.needsBody(status, head)) {
            throw new AssertionError("no marker is in a body");
        }
        Response instead =
                judge.judge(status, head, new byte[0]).toCompletableFuture().join();
        if (exchange.welcome() != null) {
            exchange.welcome().cookies().forEach(set -> {
                if (set.startsWith("__Host-tollgate=")) {
                    cookie = set.contains("Max-Age=0") ? null : set.substring(0, set.indexOf(';'));
                }
            });
        }
        return instead;
    }

    /** A login by the form, which the app answers by leading there. */
    Response login(String name, String password, String location) {
        Exchange exchange = post("/login", form(name, password));
        Response refused = asked(exchange);
        return refused != null ? refused : answered(exchange, 302, "location", location);
    }

    /** Who comes with the cookie that there is now. */
    Exchange next() {
        Exchange exchange = get("/claims");
        if (asked(exchange) != null) {
            throw new AssertionError("it was refused");
        }
        return exchange;
    }
}
