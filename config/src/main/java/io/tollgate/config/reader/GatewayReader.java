package io.tollgate.config.reader;

import io.tollgate.config.AdminConfig;
import io.tollgate.config.AppConfig;
import io.tollgate.config.AuditConfig;
import io.tollgate.config.ControlsConfig;
import io.tollgate.config.GatewayConfig;
import io.tollgate.config.ListenerConfig;
import io.tollgate.config.LockoutConfig;
import io.tollgate.config.NetworkConfig;
import io.tollgate.config.PasswordConfig;
import io.tollgate.config.RateLimitConfig;
import io.tollgate.config.SealKey;
import io.tollgate.config.SecondFactorConfig;
import io.tollgate.config.SessionConfig;
import io.tollgate.config.StepUpConfig;
import io.tollgate.config.TenantConfig;
import io.tollgate.config.schema.GatewayKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the whole file; what it includes has been found before. */
final class GatewayReader {

    private final Section section;
    private final Source source;
    private final Path file;

    GatewayReader(Section section, Source source, Path file) {
        this.section = section;
        this.source = source;
        this.file = file;
    }

    /** The configuration, or null where something was told that leaves none. Every part is read in any case. */
    @Nullable
    GatewayConfig read(List<Section.Named> included, ControlsConfig controls) {
        Path data = data();
        SealKey sealKey = SealKeyReader.read(section, source, data);
        SessionConfig session = SessionReader.gateway(section.table(GatewayKeys.SESSION));
        ListenersReader reader = new ListenersReader(source);
        List<ListenerConfig> listeners = reader.listeners(section);
        AdminConfig admin = reader.admin(section);
        List<String> roles = section.has(GatewayKeys.ROLES) ? Placed.values(section.list(GatewayKeys.ROLES)) : null;
        String prefix = section.get(GatewayKeys.PREFIX);
        TenantAccess ownRoles = TenantAccess.of(section);
        List<AppDraft> drafts = apps(included, session, prefix, ownRoles);
        checkRoles(drafts);
        LockoutConfig lockout = LockoutReader.read(section.table(GatewayKeys.LOCKOUT), LockoutConfig.DEFAULT);
        List<NetworkConfig> networks = new NetworksReader().read(section);
        PasswordConfig passwords =
                PasswordsReader.read(section.table(GatewayKeys.PASSWORDS), source, PasswordConfig.DEFAULT);
        ownRoles.check(drafts, section.list(GatewayKeys.ROLES));
        List<Section.Named> named = section.named(GatewayKeys.TENANTS);
        SecondFactorConfig secondFactor = SecondFactorReader.gateway(
                section.table(GatewayKeys.SECOND_FACTOR),
                drafts,
                section.list(GatewayKeys.ROLES),
                named.stream().map(tenant -> tenant.name().value()).toList());
        List<TenantConfig> tenants =
                new TenantsReader(session, lockout, passwords, secondFactor, ownRoles, source).read(named, drafts);
        StepUpConfig stepUp = stepUp(section.table(GatewayKeys.STEP_UP));
        RateLimitConfig rateLimit = rateLimit(section.table(GatewayKeys.RATE_LIMIT));
        AuditConfig audit = new AuditConfig(section.table(GatewayKeys.AUDIT).get(GatewayKeys.REQUIRED));
        Duration hsts = section.get(GatewayKeys.HSTS);
        if (!section.place().findings().isEmpty() || sealKey == null) {
            return null;
        }
        return new GatewayConfig(
                file,
                controls,
                data,
                sealKey,
                session,
                roles,
                listeners,
                admin,
                configs(drafts),
                tenants,
                lockout,
                networks,
                passwords,
                secondFactor,
                stepUp,
                rateLimit,
                audit,
                hsts,
                prefix);
    }

    private Path data() {
        Path fallback = source.folder().resolve(Objects.requireNonNull(GatewayKeys.DATA.fallback()));
        Placed<String> given = section.placed(GatewayKeys.DATA);
        Path data = given == null ? fallback : source.path(given);
        if (given != null && data != null && Files.exists(data) && !Files.isDirectory(data)) {
            given.problem("is not a folder", "name a folder, which is made where it is missing");
        }
        return data == null ? fallback : data;
    }

    private List<AppDraft> apps(
            List<Section.Named> included, SessionConfig session, String prefix, TenantAccess ownRoles) {
        AppReader reader = new AppReader(session, prefix, source, ownRoles);
        List<AppDraft> drafts = new ArrayList<>();
        section.named(GatewayKeys.APPS).forEach(app -> drafts.add(reader.read(app)));
        included.forEach(app -> drafts.add(reader.read(app)));
        if (drafts.isEmpty()) {
            section.place(GatewayKeys.APPS).problem("names no app", "add one, with its upstream");
        }
        AppChecks.check(drafts);
        LoginChecks.check(drafts);
        drafts.forEach(new RuleChecks(prefix)::check);
        return drafts;
    }

    private static List<AppConfig> configs(List<AppDraft> drafts) {
        List<AppConfig> configs = new ArrayList<>();
        for (AppDraft draft : drafts) {
            if (draft.config() != null) {
                configs.add(draft.config());
            }
        }
        return configs;
    }

    private void checkRoles(List<AppDraft> drafts) {
        if (section.has(GatewayKeys.ROLES)) {
            RoleChecks.check(section.list(GatewayKeys.ROLES), drafts);
        }
    }

    private static StepUpConfig stepUp(Section section) {
        return new StepUpConfig(
                section.get(GatewayKeys.WITHIN), section.get(GatewayKeys.KEEP_BODY), section.get(GatewayKeys.KEEP_FOR));
    }

    private static RateLimitConfig rateLimit(Section section) {
        return new RateLimitConfig(section.get(GatewayKeys.PER_CLIENT).rate());
    }
}
