package io.tollgate.config.schema;

import io.tollgate.config.LocationPattern;
import io.tollgate.config.StatusRange;
import io.tollgate.config.schema.ValueType.ListType;
import io.tollgate.config.schema.ValueType.TableType;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The keys of an app's {@code login}. */
public final class AppLoginKeys {

    /** The words of {@link #BY}. */
    public static final String GATEWAY = "gateway";

    public static final String APP = "app";

    public static final Key<String> BY = Key.of(
            "by",
            Types.choice(Map.of(GATEWAY, GATEWAY, APP, APP), Function.identity()),
            GATEWAY,
            "gateway: our page and our users; app: the app's own form and passwords, guarded in place");

    public static final Key<StatusRange> STATUS =
            Key.optional("status", Texts.STATUSES, "302", "the status of the answer");
    public static final Key<LocationPattern> LOCATION = Key.optional(
            "location", Texts.LOCATION, "\"**/index*\"", "where it redirects to; path and query, * and ** as in rules");
    public static final Key<String> SET_COOKIE =
            Key.optional("cookie", Texts.COOKIE, "NAME", "a cookie that it sets; a last * stands for any rest");
    public static final Key<String> BODY_TEXT =
            Key.optional("body", Types.TEXT, "\"Welcome\"", "a text in the first 64 KB of its body");
    private static final TableType MARKERS = TableType.of(STATUS, LOCATION, SET_COOKIE, BODY_TEXT);

    public static final Key<List<String>> FORM_PATH = Key.required(
            "path",
            ListType.orOne(Texts.PATTERN),
            "/j_security_check",
            "where the app checks name and password: only there an answer can be a success");
    public static final Key<String> METHOD =
            Key.of("method", Texts.METHODS, "POST", "the method of such a request; several are joined by |");
    public static final Key<String> USER_FIELD =
            Key.required("user-field", Types.TEXT, "j_username", "the field that holds the name");
    public static final Key<String> PASSWORD_FIELD =
            Key.required("password-field", Types.TEXT, "j_password", "the field that holds the password");
    public static final Key<TableType> SUCCESS = Key.required(
            "success",
            MARKERS,
            "{ status: 302 }",
            "by what a login that succeeded is told; all that is given must hold");
    public static final Key<TableType> FAILURE = Key.required(
            "failure", MARKERS, "{ status: 200 }", "by what a wrong name or password is told; it is looked at first");
    public static final Key<TableType> FORM = Key.optional(
            "form",
            TableType.of(FORM_PATH, METHOD, USER_FIELD, PASSWORD_FIELD, SUCCESS, FAILURE),
            "{}",
            "the app's login form");

    public static final Key<List<String>> BASIC_PATH = Key.required(
            "path",
            ListType.orOne(Texts.PATTERN),
            "/app.pl",
            "where the app checks Basic credentials: only there an answer can be a success");
    public static final Key<TableType> BASIC_SUCCESS =
            Key.optional("success", MARKERS, "{ status: 200-299 }", "as in form; left out: a status of 200-299");
    public static final Key<TableType> BASIC_FAILURE =
            Key.optional("failure", MARKERS, "{ status: 401 }", "as in form; left out: a status of 401");
    public static final Key<TableType> BASIC = Key.optional(
            "basic",
            TableType.of(BASIC_PATH, BASIC_SUCCESS, BASIC_FAILURE),
            "{}",
            "Basic credentials that the app takes; left out: they are refused");

    public static final Key<String> PAGE = Key.optional(
            "page", Texts.HOME, "/login.jsp", "the page with the app's form, where people without a session are sent");
    public static final Key<List<String>> BEFORE = Key.off(
            "before",
            Texts.PATTERNS,
            "[\"GET /login.jsp\"]",
            "what is needed before the login so that the app can show its form");
    public static final Key<List<String>> LOGOUT = Key.off(
            "logout", Texts.PATTERNS, "[\"/logout*\"]", "the app's own logout, which ends the session here too");
    public static final Key<List<String>> ROLES = Key.off(
            "roles",
            new ListType<>(Texts.ROLE, false),
            "[biller]",
            "of whoever is not in the user table; left out: only who is in it gets in");
    public static final Key<Boolean> SAME_PEOPLE = Key.off(
            "same-people",
            Types.FLAG,
            "true",
            "needed where there is another app: a name means the same person in all of them");

    static final TableType TABLE = TableType.of(BY, FORM, BASIC, PAGE, BEFORE, LOGOUT, ROLES, SAME_PEOPLE);

    /** The keys that mean something only where the app logs people in. */
    public static final List<Key<?>> OF_APP = List.of(FORM, BASIC, PAGE, BEFORE, LOGOUT, ROLES, SAME_PEOPLE);

    private AppLoginKeys() {}
}
