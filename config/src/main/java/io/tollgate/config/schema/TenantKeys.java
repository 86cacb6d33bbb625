package io.tollgate.config.schema;

import io.tollgate.config.HostPattern;
import io.tollgate.config.schema.ValueType.ListType;
import io.tollgate.config.schema.ValueType.NamedType;
import io.tollgate.config.schema.ValueType.TableType;
import java.util.List;

/** The keys of a tenant. */
public final class TenantKeys {

    public static final Key<String> TITLE = Key.optional(
            "title",
            Texts.TITLE,
            "Northside Family Practice",
            "what people read where they choose for whom they act; left out: its name");
    public static final Key<List<HostPattern>> HOSTS = Key.optional(
            "hosts",
            new ListType<>(Types.HOST, false),
            "[billing.clinic.example]",
            "where whoever comes acts for this tenant; left out: where no tenant is named");
    public static final Key<TableType> SESSION =
            Key.optional("session", SessionKeys.TABLE, "{ idle: 5m }", "tighter than the gateway's, never looser");
    public static final Key<TableType> LOCKOUT =
            Key.optional("lockout", LockoutKeys.OF_TENANTS, "{ after: 3 }", "tighter than the gateway's, never looser");
    public static final Key<TableType> PASSWORDS = Key.optional(
            "passwords", PasswordKeys.TABLE, "{ min-length: 14 }", "tighter than the gateway's, never looser");
    public static final Key<TableType> SECOND_FACTOR = Key.optional(
            "second-factor",
            SecondFactorKeys.OF_TENANTS,
            "{ use: required }",
            "tighter than the gateway's, never looser");
    public static final Key<NamedType> ACCESS = Key.optional(
            "access",
            new NamedType(
                    Texts.APP_NAME,
                    new NamedType(Texts.ROLE, TableType.of(AppKeys.ALLOW, AppKeys.DENY), "senior"),
                    "billing"),
            "{}",
            "roles of this tenant alone, and what they may do on an app");

    public static final TableType TABLE =
            TableType.of(TITLE, HOSTS, SESSION, LOCKOUT, PASSWORDS, SECOND_FACTOR, ACCESS);

    private TenantKeys() {}
}
