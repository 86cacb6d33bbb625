package io.tollgate.config.schema;

import io.tollgate.config.FactorUse;
import io.tollgate.config.PasskeyUse;
import io.tollgate.config.SecondFactorConfig;
import io.tollgate.config.schema.ValueType.NamedType;
import io.tollgate.config.schema.ValueType.ScalarType;
import io.tollgate.config.schema.ValueType.TableType;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The keys of {@code second-factor}, for the gateway and for a tenant. */
public final class SecondFactorKeys {

    private static final SecondFactorConfig DEFAULT = SecondFactorConfig.DEFAULT;

    public static final Key<FactorUse> USE = Key.of(
            "use",
            choice(FactorUse.values()),
            DEFAULT.use(),
            "whether people are asked for a second factor beside the password");

    /** What a role may be under; nothing is taken from anybody by a role. */
    public static final ScalarType<FactorUse> OF_ROLE = choice(FactorUse.OFFERED, FactorUse.REQUIRED);

    public static final Key<NamedType> ROLES = Key.off(
            "roles",
            new NamedType(Texts.GIVEN_ROLE, OF_ROLE, "auditor: required"),
            "{}",
            "the same for whoever has a role, where that is stricter");
    public static final Key<PasskeyUse> PASSKEYS = Key.of(
            "passkeys",
            Types.choice(
                    Arrays.stream(PasskeyUse.values()).collect(Collectors.toMap(PasskeyUse::word, use -> use)),
                    PasskeyUse::word),
            DEFAULT.passkeys(),
            "whether a passkey will do as the second factor, or alone instead of name and password, too");
    public static final Key<Duration> REMEMBER = Key.of(
            "remember",
            Types.durationOrOff(SecondFactorConfig.REMEMBER),
            DEFAULT.remember(),
            "how long no code is asked for again on a device where its user wants that, or off");

    public static final TableType TABLE = TableType.of(USE, ROLES, PASSKEYS, REMEMBER);

    /** What a tenant may tighten; roles of a tenant stand in the gateway's list. */
    public static final TableType OF_TENANTS = TableType.of(USE, PASSKEYS, REMEMBER);

    private SecondFactorKeys() {}

    private static ScalarType<FactorUse> choice(FactorUse... values) {
        return Types.choice(
                Arrays.stream(values).collect(Collectors.toMap(FactorUse::word, use -> use)), FactorUse::word);
    }
}
