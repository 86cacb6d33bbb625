package io.tollgate.config.reader;

import io.tollgate.config.HostPattern;
import io.tollgate.config.LockoutConfig;
import io.tollgate.config.PasswordConfig;
import io.tollgate.config.SecondFactorConfig;
import io.tollgate.config.SessionConfig;
import io.tollgate.config.TenantConfig;
import io.tollgate.config.schema.Figure;
import io.tollgate.config.schema.LockoutKeys;
import io.tollgate.config.schema.TenantKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code tenants}: what one leaves out is the gateway's, and what it gives may only be tighter. */
final class TenantsReader {

    private final SessionConfig session;
    private final LockoutConfig lockout;
    private final PasswordConfig passwords;
    private final SecondFactorConfig secondFactor;
    private final TenantAccess ownRoles;
    private final Source source;

    /** A reader over the policies of the gateway itself. */
    TenantsReader(
            SessionConfig session,
            LockoutConfig lockout,
            PasswordConfig passwords,
            SecondFactorConfig secondFactor,
            TenantAccess ownRoles,
            Source source) {
        this.session = session;
        this.lockout = lockout;
        this.passwords = passwords;
        this.secondFactor = secondFactor;
        this.ownRoles = ownRoles;
        this.source = source;
    }

    List<TenantConfig> read(List<Section.Named> tenants, List<AppDraft> apps) {
        List<TenantConfig> configs = new ArrayList<>();
        Map<HostPattern, String> hosts = new HashMap<>();
        for (Section.Named tenant : tenants) {
            String name = tenant.name().value();
            Section section = tenant.section();
            String title = section.find(TenantKeys.TITLE);
            configs.add(new TenantConfig(
                    name,
                    title == null ? name : title,
                    hosts(name, section, hosts, apps),
                    SessionReader.tenant(section.table(TenantKeys.SESSION), session),
                    lockout(section.table(TenantKeys.LOCKOUT)),
                    passwords(section.table(TenantKeys.PASSWORDS)),
                    secondFactor(section.table(TenantKeys.SECOND_FACTOR)),
                    ownRoles.roles(name)));
        }
        return configs;
    }

    private static List<HostPattern> hosts(
            String tenant, Section section, Map<HostPattern, String> taken, List<AppDraft> apps) {
        List<HostPattern> hosts = new ArrayList<>();
        for (Placed<HostPattern> host : section.list(TenantKeys.HOSTS)) {
            String other = taken.putIfAbsent(host.value(), tenant);
            if (other != null) {
                host.problem(
                        "\"" + host.value() + "\" belongs already to the tenant \"" + other + "\"",
                        "name it once; on a host that no tenant names people choose for whom they act");
            } else if (apps.stream().noneMatch(app -> answersFor(app, host.value()))) {
                host.problem("\"" + host.value() + "\" is a host of no app", "name a host of one of apps");
            } else {
                hosts.add(host.value());
            }
        }
        return hosts;
    }

    /** Whether a request may reach the app under such a host. */
    private static boolean answersFor(AppDraft app, HostPattern host) {
        return app.hostless()
                || app.hosts().stream()
                        .map(Placed::value)
                        .anyMatch(own -> own.equals(host)
                                || (!host.wildcard() && own.matches(host.name()))
                                || (!own.wildcard() && host.matches(own.name()))
                                || (own.wildcard() && host.wildcard() && isBelow(own, host)));
    }

    private static boolean isBelow(HostPattern one, HostPattern other) {
        return one.matches(other.name()) || other.matches(one.name());
    }

    private LockoutConfig lockout(Section section) {
        LockoutConfig given = LockoutReader.read(section, lockout);
        refuseLooser(section, Figure.LOCKOUT, lockout, given, lockout.strictest(given));
        return given.strictest(lockout);
    }

    private PasswordConfig passwords(Section section) {
        PasswordConfig given = PasswordsReader.read(section, source, passwords);
        refuseLooser(section, Figure.PASSWORDS, passwords, given, passwords.strictest(given));
        return given.strictest(passwords);
    }

    private SecondFactorConfig secondFactor(Section section) {
        SecondFactorConfig given = SecondFactorReader.read(section, secondFactor);
        refuseLooser(section, Figure.SECOND_FACTOR, secondFactor, given, secondFactor.strictest(given));
        return secondFactor.strictest(given);
    }

    private static <P> void refuseLooser(Section section, List<Figure<P, ?>> figures, P gateway, P given, P strictest) {
        for (Figure<P, ?> figure : figures) {
            Section table = figure.path().startsWith(Figure.UNKNOWN_DEVICES)
                    ? section.table(LockoutKeys.UNKNOWN_DEVICES)
                    : section;
            boolean addsNothing = figure.isSame(strictest, gateway) && !figure.isSame(given, gateway);
            if (table.has(figure.key()) && addsNothing) {
                table.place(figure.key())
                        .problem(
                                "is looser than the gateway's own " + figure.text(gateway),
                                "a tenant may only tighten: give that, or what is stricter");
            }
        }
    }
}
