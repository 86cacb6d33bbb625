package io.tollgate.config.schema;

import io.tollgate.config.AuditConfig;
import io.tollgate.config.GatewayConfig;
import io.tollgate.config.StepUpConfig;
import io.tollgate.config.schema.ValueType.ListType;
import io.tollgate.config.schema.ValueType.NamedType;
import io.tollgate.config.schema.ValueType.ScalarType;
import io.tollgate.config.schema.ValueType.TableType;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The keys at the top of the file, and those of its small tables. */
public final class GatewayKeys {

    /** A reference is resolved by the reader; here it is a text. */
    private static final ScalarType<String> SECRET =
            Types.text("${env:NAME} or ${file:path}", "\\$\\{(env|file):[^}]+\\}", text -> text);

    public static final Key<String> DATA =
            Key.of("data", Types.TEXT, "data", "folder of the store and the audit trail");
    public static final Key<String> SEAL = Key.optional(
            "seal",
            SECRET,
            "\"${file:/etc/tollgate/seal.key}\"",
            "seals what must be kept; never below data; left out: tollgate.key beside this file, made when first"
                    + " needed");
    public static final Key<TableType> KEYS =
            Key.optional("keys", TableType.of(SEAL), "{}", "secrets, which are never written here");
    public static final Key<TableType> SESSION =
            Key.optional("session", SessionKeys.TABLE, "{}", "how long a session lasts");
    public static final Key<List<String>> ROLES = Key.optional(
            "roles",
            new ListType<>(Texts.ROLE, false),
            "[biller, front-desk]",
            "every role there is; where given, any other is an error");
    public static final Key<List<TableType>> LISTENERS =
            Key.required("listeners", new ListType<>(ListenerKeys.TABLE, false), "[]", "where clients come in");
    public static final Key<TableType> ADMIN = Key.optional(
            "admin",
            ListenerKeys.ADMIN_TABLE,
            "{ address: 127.0.0.1:9443 }",
            "health and metrics, over HTTPS; left out: no such listener");
    public static final Key<NamedType> APPS = Key.optional(
            "apps",
            new NamedType(Texts.APP_NAME, AppKeys.TABLE, "billing"),
            "{}",
            "the applications, each under a name, here or in included files");

    public static final Key<TableType> LOCKOUT =
            Key.optional("lockout", LockoutKeys.TABLE, "{}", "what failed logins cost");
    public static final Key<NamedType> NETWORKS = Key.off(
            "networks",
            new NamedType(Texts.NETWORK_NAME, LockoutKeys.NETWORK_TABLE, "northside"),
            "{}",
            "networks that you know, such as clinics; each counts as one");

    public static final Key<TableType> PASSWORDS =
            Key.optional("passwords", PasswordKeys.TABLE, "{}", "what a new password must be");

    public static final Key<TableType> SECOND_FACTOR = Key.optional(
            "second-factor", SecondFactorKeys.TABLE, "{}", "what people show beside the password; left out: nothing");

    public static final Key<NamedType> TENANTS = Key.off(
            "tenants",
            new NamedType(Texts.TENANT, TenantKeys.TABLE, "northside"),
            "{}",
            "customers with policies and roles of their own; left out: there are none");

    public static final Key<Duration> WITHIN = Key.of(
            "within", Types.duration(StepUpConfig.WITHIN), StepUpConfig.DEFAULT.within(), "how long a factor is fresh");
    public static final Key<Long> KEEP_BODY = Key.of(
            "keep",
            Types.sizeOrOff(StepUpConfig.KEEP),
            StepUpConfig.DEFAULT.keep(),
            "the largest body that waits for the factor and goes on by itself, or off");
    public static final Key<Duration> KEEP_FOR = Key.of(
            "keep-for", Types.duration(StepUpConfig.KEEP_FOR), StepUpConfig.DEFAULT.keepFor(), "how long it waits");
    public static final Key<TableType> STEP_UP = Key.optional(
            "step-up",
            TableType.of(WITHIN, KEEP_BODY, KEEP_FOR),
            "{}",
            "what rules with step-up: true ask for, and what becomes of the request");

    public static final Key<RateOrOff> PER_CLIENT = Key.of(
            "per-client", RateOrOff.TYPE, RateOrOff.OFF, "requests of one client address, such as 100/s, or off");
    public static final Key<TableType> RATE_LIMIT =
            Key.optional("rate-limit", TableType.of(PER_CLIENT), "{}", "how many requests may be made");

    public static final Key<Boolean> REQUIRED =
            Key.of("required", Types.FLAG, AuditConfig.DEFAULT.required(), "what can't be recorded is refused");
    public static final Key<TableType> AUDIT =
            Key.optional("audit", TableType.of(REQUIRED, Key.later("retain")), "{}", "the audit trail");

    public static final Key<Duration> HSTS = Key.of(
            "hsts",
            Types.durationOrOff(GatewayConfig.HSTS),
            GatewayConfig.DEFAULT_HSTS,
            "how long browsers remember to use HTTPS only, or off; never sent for localhost or addresses");
    public static final Key<String> PREFIX = Key.of(
            "prefix", Texts.PREFIX, GatewayConfig.DEFAULT_PREFIX, "where the gateway's own pages are, on every host");
    public static final Key<List<String>> INCLUDE =
            Key.of("include", new ListType<>(Types.TEXT, true), List.of(), "more files with apps, such as apps/*.yaml");

    private static final List<String> LATER = List.of(
            "store",
            "cluster",
            "providers",
            "records",
            "embedded",
            "answers",
            "alerts",
            "notices",
            "contact",
            "lock-screen",
            "learn",
            "candidate");

    /** The file itself. */
    public static final TableType TABLE = new TableType(
            Stream.concat(
                            Stream.<Key<?>>of(
                                    ProfileKeys.PROFILE,
                                    ProfileKeys.ACCEPTED_RISKS,
                                    DATA,
                                    KEYS,
                                    SESSION,
                                    ROLES,
                                    LISTENERS,
                                    ADMIN,
                                    APPS,
                                    TENANTS,
                                    LOCKOUT,
                                    NETWORKS,
                                    PASSWORDS,
                                    SECOND_FACTOR,
                                    STEP_UP,
                                    RATE_LIMIT,
                                    AUDIT,
                                    HSTS,
                                    PREFIX,
                                    INCLUDE),
                            LATER.stream().map(Key::later))
                    .toList(),
            null,
            null,
            List.of());

    /** A file that {@link #INCLUDE} names. */
    public static final TableType INCLUDED_TABLE = TableType.of(APPS);

    private GatewayKeys() {}
}
