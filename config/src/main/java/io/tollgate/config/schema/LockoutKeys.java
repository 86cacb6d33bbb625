package io.tollgate.config.schema;

import io.tollgate.config.Cidr;
import io.tollgate.config.LockoutConfig;
import io.tollgate.config.LockoutConfig.UnknownDevices;
import io.tollgate.config.NetworkConfig;
import io.tollgate.config.Rate;
import io.tollgate.config.schema.ValueType.ListType;
import io.tollgate.config.schema.ValueType.TableType;
import java.time.Duration;
import java.util.List;

/** The keys below {@code lockout}, for the gateway and for a tenant, and below {@code networks.NAME}. */
public final class LockoutKeys {

    private static final LockoutConfig DEFAULT = LockoutConfig.DEFAULT;

    public static final Key<Integer> AFTER = Key.of(
            "after",
            Types.whole(LockoutConfig.AFTER),
            DEFAULT.after(),
            "failures of one user from one network, or on one known device, that lock");
    public static final Key<Duration> FIRST = Key.of(
            "first",
            Types.duration(LockoutConfig.FIRST),
            DEFAULT.first(),
            "for how long; each further failure doubles it");
    public static final Key<Duration> LONGEST =
            Key.of("longest", Types.duration(LockoutConfig.LONGEST), DEFAULT.longest(), "what doubling stops at");
    public static final Key<Integer> UNTIL_ADMIN_AFTER = Key.of(
            "until-admin-after",
            Types.whole(LockoutConfig.UNTIL_ADMIN_AFTER),
            DEFAULT.untilAdminAfter(),
            "failures after which only an administrator unlocks; never on a known device or from a declared network");
    public static final Key<Rate> PER_NETWORK = Key.of(
            "per-network", Types.RATE, DEFAULT.perNetwork(), "failures one network may make, whoever it tries to be");

    public static final Key<Integer> UNKNOWN_AFTER = Key.of(
            "after",
            Types.whole(UnknownDevices.AFTER),
            UnknownDevices.DEFAULT.after(),
            "each so many failures of one user lock");
    public static final Key<Duration> UNKNOWN_FOR =
            Key.of("for", Types.duration(UnknownDevices.LOCK), UnknownDevices.DEFAULT.lock(), "for how long");
    public static final Key<Integer> UNKNOWN_UNTIL_ADMIN_AFTER = Key.off(
            "until-admin-after",
            Types.whole(LockoutConfig.UNTIL_ADMIN_AFTER),
            "100",
            "consecutive failures after which only an administrator unlocks, from a declared network, too; left out:"
                    + " never");
    public static final Key<TableType> UNKNOWN_DEVICES = Key.optional(
            "unknown-devices",
            TableType.of(UNKNOWN_AFTER, UNKNOWN_FOR, UNKNOWN_UNTIL_ADMIN_AFTER),
            "{}",
            "what failures of one user cost all unknown devices together, declared networks aside");
    public static final Key<Rate> PER_USER = Key.of(
            "per-user",
            Types.RATE,
            DEFAULT.perUser(),
            "wrong passwords compared for one user from all unknown devices together");

    /** What failed logins cost. */
    public static final TableType TABLE =
            TableType.of(AFTER, FIRST, LONGEST, UNTIL_ADMIN_AFTER, PER_NETWORK, UNKNOWN_DEVICES, PER_USER);

    /** What a tenant may tighten: all that is counted for a user. */
    public static final TableType OF_TENANTS =
            TableType.of(AFTER, FIRST, LONGEST, UNTIL_ADMIN_AFTER, UNKNOWN_DEVICES, PER_USER);

    public static final Key<List<Cidr>> FROM = Key.required(
            "from",
            new ListType<>(Types.NETWORK, false),
            "[203.0.113.0/28]",
            "its addresses, as they reach the gateway");
    public static final Key<Integer> FACTOR = Key.of(
            "factor",
            Types.whole(NetworkConfig.FACTOR),
            NetworkConfig.DEFAULT_FACTOR,
            "by how much its budgets of failures are larger");

    /** A declared network. */
    public static final TableType NETWORK_TABLE = TableType.of(FROM, FACTOR);

    private LockoutKeys() {}
}
