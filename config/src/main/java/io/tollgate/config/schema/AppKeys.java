package io.tollgate.config.schema;

import io.tollgate.config.AppConfig;
import io.tollgate.config.ExternalOrigin;
import io.tollgate.config.HostPattern;
import io.tollgate.config.SignOnConfig;
import io.tollgate.config.Spelling;
import io.tollgate.config.schema.ValueType.ListType;
import io.tollgate.config.schema.ValueType.NamedType;
import io.tollgate.config.schema.ValueType.TableType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The keys of an app. */
public final class AppKeys {

    public static final Key<List<HostPattern>> HOSTS = Key.optional(
            "hosts",
            new ListType<>(Types.HOST, false),
            "[billing.clinic.example]",
            "names it answers for, also *.x.example; left out: what no other app names");
    public static final Key<String> PATH =
            Key.of("path", Texts.APP_PATH, "/", "the prefix it answers for, where several apps share a host");
    public static final Key<ExternalOrigin> EXTERNAL = Key.optional(
            "external",
            Texts.EXTERNAL,
            "https://billing.clinic.example",
            "how clients see it, where that is not the listener: behind another proxy or port");
    public static final Key<String> HOME =
            Key.of("home", Texts.HOME, "/", "where a login goes that was not on its way to a page");
    public static final Key<TableType> UPSTREAM = Key.required(
            "upstream", UpstreamKeys.TABLE, "http://127.0.0.1:8080", "where the app is; a URL is the short form");

    public static final Key<TableType> LOGIN = Key.optional("login", AppLoginKeys.TABLE, "{}", "how people log in");

    public static final Key<TableType> SESSION = Key.optional(
            "session",
            SessionKeys.TABLE,
            "{ idle: 5m }",
            "tighter than the gateway's, never looser; left out: as there");

    public static final Key<List<String>> IGNORE =
            Key.of("ignore", Texts.PATTERNS, List.of(), "requests that do not count as somebody being there");
    public static final TableType ACTIVITY_TABLE = TableType.of(IGNORE);
    public static final Key<TableType> ACTIVITY =
            Key.optional("activity", ACTIVITY_TABLE, "{}", "what keeps a session from locking");

    public static final Key<String> USER_HEADER =
            Key.of("user", Texts.SIGN_ON_HEADER, SignOnConfig.DEFAULT.userHeader(), "the user's name");
    public static final Key<String> ROLES_HEADER =
            Key.of("roles", Texts.SIGN_ON_HEADER, SignOnConfig.DEFAULT.rolesHeader(), "the user's roles");
    public static final Key<String> TENANT_HEADER = Key.of(
            "tenant",
            Texts.SIGN_ON_HEADER,
            SignOnConfig.DEFAULT.tenantHeader(),
            "the tenant that the user acts for, where there are tenants");
    public static final TableType HEADERS_TABLE = TableType.of(USER_HEADER, ROLES_HEADER, TENANT_HEADER);
    public static final Key<TableType> HEADERS =
            Key.optional("headers", HEADERS_TABLE, "{}", "names of the headers it is told in");
    public static final Key<List<String>> KEEP = Key.of(
            "keep",
            new ListType<>(Texts.HEADER, true),
            List.of(),
            "client headers that are passed although they look like an identity");
    public static final TableType SIGN_ON_TABLE =
            TableType.of(HEADERS, KEEP, Key.later("assertion"), Key.later("basic"), Key.later("form"));
    public static final Key<TableType> SIGN_ON =
            Key.optional("sign-on", SIGN_ON_TABLE, "{}", "how the app learns who it is");

    public static final Key<List<String>> APP_COOKIES = Key.of(
            "app-cookies",
            new ListType<>(Texts.COOKIE, true),
            List.of(),
            "more session cookies of the app, beside the usual ones that are built in; a last * stands for any rest");
    public static final Key<List<Spelling>> ACCEPT = Key.of(
            "accept",
            new ListType<>(
                    Types.choice(
                            Arrays.stream(Spelling.values())
                                    .collect(Collectors.toMap(Spelling::word, Function.identity())),
                            Spelling::word),
                    true),
            List.of(),
            "exotic spellings that the app uses: read in every further way and judged, instead of refused");
    public static final Key<TableType> PATHS = Key.optional(
            "paths",
            new TableType(
                    List.of(ACCEPT),
                    Types.choice(Map.of("strict", "strict"), Function.<String>identity()),
                    null,
                    List.of()),
            "strict",
            "how paths may be spelled; strict, which is the default, accepts none of these");
    public static final Key<Long> FORMS = Key.of(
            "forms",
            Types.size(AppConfig.FORMS),
            AppConfig.DEFAULT_FORMS,
            "how much of a form is read where a rule names a parameter; more is refused there");
    public static final Key<Long> BODY =
            Key.of("body", Types.size(AppConfig.BODY), AppConfig.DEFAULT_BODY, "the largest request body, more is 413");
    public static final Key<List<String>> ORIGINS = Key.of(
            "origins",
            new ListType<>(Texts.ORIGIN_TEXT, true),
            List.of(),
            "other origins that may send unsafe requests");
    public static final Key<List<String>> RETURNS = Key.of(
            "returns",
            Texts.PATTERNS,
            List.of(),
            "paths that other sites post back to, such as /payments/return: sent again from here, with the session");
    public static final Key<List<TableType>> PUBLIC =
            Key.of("public", RuleKeys.RULES, List.of(), "what needs no login");

    public static final Key<List<TableType>> ALLOW = Key.of(
            "allow",
            RuleKeys.ALLOWS,
            List.of(),
            "what the role may do: patterns, and { match: PATTERN, step-up: true } where a fresh factor is asked for");
    public static final Key<List<TableType>> DENY =
            Key.of("deny", RuleKeys.RULES, List.of(), "what nobody with the role may do, whatever another role allows");
    public static final Key<NamedType> ACCESS = Key.optional(
            "access",
            new NamedType(Texts.ROLE, TableType.of(ALLOW, DENY), "biller"),
            "{ biller: { allow: [\"/**\"] } }",
            "a role and what it may do; left out: nobody gets in");

    public static final TableType TABLE = new TableType(
            List.of(
                    HOSTS,
                    PATH,
                    EXTERNAL,
                    HOME,
                    UPSTREAM,
                    LOGIN,
                    SESSION,
                    ACTIVITY,
                    SIGN_ON,
                    APP_COOKIES,
                    PATHS,
                    FORMS,
                    BODY,
                    ORIGINS,
                    RETURNS,
                    PUBLIC,
                    ACCESS,
                    Key.later("answers"),
                    Key.later("records"),
                    Key.later("notices"),
                    Key.later("contact"),
                    Key.later("lock-screen"),
                    Key.later("learn"),
                    Key.later("candidate")),
            null,
            null,
            List.of());

    private AppKeys() {}
}
