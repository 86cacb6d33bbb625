package io.tollgate.filters.applogin;

import io.tollgate.config.AppConfig;
import io.tollgate.config.AppLoginConfig;
import io.tollgate.config.AppLoginConfig.BasicLogin;
import io.tollgate.config.AppLoginConfig.FormLogin;
import io.tollgate.config.RoleAccess;
import io.tollgate.config.RulePattern;
import io.tollgate.filters.access.Access;
import io.tollgate.filters.access.Permit;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.Knock;
import io.tollgate.filters.chain.Knock.Said;
import io.tollgate.filters.http.Form;
import io.tollgate.filters.http.HeaderFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an operator declared of an app's own login, compiled. Immutable; safe for use by any thread. */
final class LoginGuard {
    private static final String ANYBODY = "anybody";

    private final AppLoginConfig login;
    private final @Nullable LoginFields fields;
    private final Access formDoor;
    private final Access basicDoor;
    private final Access before;
    private final Access entrance;
    private final Access logout;
    private final @Nullable Markers form;
    private final @Nullable Markers basic;
    private final boolean isBasicToldBySomethingNew;

    /** What tells of a success and of a failure. */
    private record Markers(AnswerMarkers success, AnswerMarkers failure) {}

    /** What an answer says. */
    enum Word {
        SUCCESS,
        FAILURE,
        NEITHER
    }

    private LoginGuard(String app, AppLoginConfig login) {
        FormLogin declared = login.form();
        BasicLogin credentials = login.basic();
        this.login = login;
        this.fields = declared == null ? null : new LoginFields(declared);
        this.formDoor = Access.compile(app, declared == null ? List.of() : declared.at(), List.of());
        this.basicDoor = Access.compile(app, credentials == null ? List.of() : credentials.at(), List.of());
        this.before = Access.compile(app, login.before(), List.of());
        this.entrance = Access.compile(app, entrance(login), List.of());
        this.logout = Access.compile(app, List.of(), List.of(new RoleAccess(ANYBODY, List.of(), login.logout())));
        this.form = declared == null
                ? null
                : new Markers(new AnswerMarkers(declared.success()), new AnswerMarkers(declared.failure()));
        this.basic = credentials == null
                ? null
                : new Markers(new AnswerMarkers(credentials.success()), new AnswerMarkers(credentials.failure()));
        this.isBasicToldBySomethingNew = credentials != null
                && (credentials.success().cookie() != null
                        || credentials.success().body() != null);
    }

    private static List<RulePattern> entrance(AppLoginConfig login) {
        List<RulePattern> entrance = new ArrayList<>(login.before());
        entrance.addAll(login.basic() == null ? List.of() : login.basic().at());
        return entrance;
    }

    /** The guard of an app; null where people log in on the gateway's page. */
    static @Nullable LoginGuard of(AppConfig app) {
        AppLoginConfig login = app.login();
        return login == null ? null : new LoginGuard(app.name(), login);
    }

    AppLoginConfig config() {
        return login;
    }

    /** What its form is told by; null where it has none. */
    @Nullable
    LoginFields fields() {
        return fields;
    }

    /** Where the app takes a login by its form from anybody. */
    Access formDoor() {
        return formDoor;
    }

    /** Where the app asks anybody for Basic credentials. */
    Access basicDoor() {
        return basicDoor;
    }

    /** What somebody without a session may ask for so that the app can ask who they are. */
    Access entrance() {
        return entrance;
    }

    boolean takesBasic() {
        return basic != null;
    }

    /** Whether the request goes where the app checks what it says. */
    boolean isAtDoor(Exchange exchange, Knock knock) {
        Said said = knock.said();
        return (said != null && said.isBasic())
                ? isAtBasicDoor(exchange, knock.form())
                : isAt(exchange, knock.door(), knock.form());
    }

    /**
     * Whether the request goes where the app checks Basic credentials. Where only a status or a place tells of a success, what
     * everybody may ask for is no such place, wherever it lies: the app answers it whatever the credentials are.
     */
    boolean isAtBasicDoor(Exchange exchange, Form form) {
        return isAt(exchange, basicDoor, form) && (isBasicToldBySomethingNew || !isOpenAnyway(exchange, form));
    }

    private boolean isOpenAnyway(Exchange exchange, Form form) {
        // Servers answer OPTIONS without asking who it is (RFC 9110 section 9.3.7).
        return exchange.head().method().equalsIgnoreCase("OPTIONS")
                || isAt(exchange, before, form)
                || isAt(exchange, exchange.route().app().access(), form);
    }

    static boolean isAt(Exchange exchange, Access door, Form form) {
        return door.judgePublic(exchange.head().method(), exchange.readings(), form) instanceof Permit;
    }

    boolean isLogout(Exchange exchange, Form form) {
        return logout.isDenied(exchange.head().method(), exchange.readings(), Set.of(ANYBODY), form);
    }

    private @Nullable Markers markers(boolean isBasic) {
        return isBasic ? basic : form;
    }

    /** Whether any marker is a text of the body. */
    boolean needsBody(boolean isBasic) {
        Markers markers = markers(isBasic);
        return markers != null
                && (markers.success().needsBody() || markers.failure().needsBody());
    }

    /**
     * What an answer says. Failures first: what fits both is one.
     *
     * @param path of the request, as it was sent
     */
    Word word(boolean isBasic, int status, HeaderFields head, String path, byte[] start) {
        Markers markers = markers(isBasic);
        if (markers == null) {
            return Word.NEITHER;
        }
        byte[] body = needsBody(isBasic) ? AnswerBody.plain(head, start) : start;
        if (markers.failure().matchesHead(status, head, path)
                && markers.failure().matchesBody(body)) {
            return Word.FAILURE;
        }
        return markers.success().matchesHead(status, head, path)
                        && markers.success().matchesBody(body)
                ? Word.SUCCESS
                : Word.NEITHER;
    }
}
