package io.tollgate.config.reader;

import io.tollgate.config.AppConfig;
import io.tollgate.config.AppLoginConfig;
import io.tollgate.config.ExternalOrigin;
import io.tollgate.config.HostPattern;
import io.tollgate.config.ReachConfig;
import io.tollgate.config.RoleAccess;
import io.tollgate.config.RulePattern;
import io.tollgate.config.SessionConfig;
import io.tollgate.config.SignOnConfig;
import io.tollgate.config.Spelling;
import io.tollgate.config.UpstreamConfig;
import io.tollgate.config.reader.AppDraft.RoleDraft;
import io.tollgate.config.schema.AppKeys;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one app. */
final class AppReader {

    private final SessionConfig gatewaySession;
    private final String prefix;
    private final Source source;
    private final TenantAccess tenants;

    AppReader(SessionConfig gatewaySession, String prefix, Source source, TenantAccess tenants) {
        this.gatewaySession = gatewaySession;
        this.prefix = prefix;
        this.source = source;
        this.tenants = tenants;
    }

    AppDraft read(Section.Named named) {
        Section section = named.section();
        List<Placed<HostPattern>> hosts = hosts(section);
        AppPath path = new AppPath(section.get(AppKeys.PATH));
        RuleReader rules = new RuleReader(path);
        List<RoleDraft> roles = new ArrayList<>(rules.access(section));
        roles.addAll(tenants.of(named.name().value(), rules));
        AppLoginReader login = new AppLoginReader(named, rules, path);
        AppDraft draft = new AppDraft(
                named.name(),
                hosts,
                !section.has(AppKeys.HOSTS),
                path(named),
                rules.plain(section, AppKeys.PUBLIC),
                roles,
                login.draft(),
                null);
        AppConfig config = config(section, draft, path, rules, login.read(prefix, draft.publicRules()));
        return draft.with(config);
    }

    private @Nullable AppConfig config(
            Section section, AppDraft draft, AppPath path, RuleReader rules, @Nullable AppLoginConfig login) {
        List<RulePattern> ignore = Placed.values(rules.activity(section));
        List<Spelling> accept = Placed.values(section.table(AppKeys.PATHS).list(AppKeys.ACCEPT));
        UpstreamConfig upstream = new UpstreamReader(source, rules).read(section.table(AppKeys.UPSTREAM));
        SessionConfig session = SessionReader.app(section.table(AppKeys.SESSION), gatewaySession);
        SignOnConfig signOn = SignOnReader.read(section.table(AppKeys.SIGN_ON));
        List<String> cookies = cookies(section);
        List<String> origins = distinct(Placed.values(section.list(AppKeys.ORIGINS)));
        ExternalOrigin external = section.find(AppKeys.EXTERNAL);
        String home = home(section, path);
        long forms = section.get(AppKeys.FORMS);
        long body = section.get(AppKeys.BODY);
        if (upstream == null) {
            return null;
        }
        return new AppConfig(
                draft.name().value(),
                Placed.values(draft.hosts()),
                path.text(),
                home,
                upstream,
                new ReachConfig(external, Placed.values(rules.returns(section)), Set.copyOf(accept)),
                login,
                session,
                ignore,
                signOn,
                cookies,
                forms,
                body,
                origins,
                Placed.values(draft.publicRules()),
                draft.access().stream().map(AppReader::roleAccess).toList());
    }

    /** Where the path is written, or else the app's name. */
    private static @Nullable Placed<String> path(Section.Named named) {
        Section section = named.section();
        return section.has(AppKeys.PATH)
                ? section.placed(AppKeys.PATH)
                : new Placed<>(section.get(AppKeys.PATH), named.name().place());
    }

    private String home(Section section, AppPath path) {
        String home = path.home(section.get(AppKeys.HOME));
        if (section.has(AppKeys.HOME) && (home.equals(prefix) || home.startsWith(prefix + "/"))) {
            section.place(AppKeys.HOME)
                    .problem("is a page of the gateway's own (prefix: " + prefix + ")", "name a page of the app");
        }
        return home;
    }

    private static List<Placed<HostPattern>> hosts(Section section) {
        List<Placed<HostPattern>> hosts = new ArrayList<>();
        for (Placed<HostPattern> host : section.list(AppKeys.HOSTS)) {
            if (hosts.stream().anyMatch(other -> other.value().equals(host.value()))) {
                host.problem("\"" + host.value() + "\" is named twice", "keep one of them");
            } else {
                hosts.add(host);
            }
        }
        return hosts;
    }

    private static List<String> cookies(Section section) {
        List<String> names = new ArrayList<>(AppConfig.USUAL_APP_COOKIES);
        for (Placed<String> cookie : section.list(AppKeys.APP_COOKIES)) {
            if (cookie.value().toLowerCase(Locale.ROOT).startsWith("__host-tollgate")) {
                cookie.problem("\"" + cookie.value() + "\" is the gateway's own", "remove it");
            } else if (cookie.value().indexOf('*') >= 0
                    && cookie.value().indexOf('*') < Math.max(1, cookie.value().length() - 1)) {
                cookie.problem(
                        "\"" + cookie.value() + "\" has a star that is not at its end",
                        "write the beginning of the name and one star");
            } else {
                names.add(cookie.value());
            }
        }
        return distinct(names);
    }

    private static RoleAccess roleAccess(RoleDraft draft) {
        return new RoleAccess(
                draft.role().value(),
                Placed.values(draft.allow()),
                Placed.values(draft.deny()),
                Placed.values(draft.stepUp()));
    }

    private static List<String> distinct(List<String> names) {
        Set<String> once = new LinkedHashSet<>(names);
        return List.copyOf(once);
    }
}
