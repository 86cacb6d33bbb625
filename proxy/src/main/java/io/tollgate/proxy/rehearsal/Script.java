package io.tollgate.proxy.rehearsal;

import io.tollgate.config.AppConfig;
import io.tollgate.config.GatewayConfig;
import io.tollgate.config.HostPattern;
import io.tollgate.config.PatternSegment;
import io.tollgate.config.RoleAccess;
import io.tollgate.config.RulePattern;
import io.tollgate.filters.http.Field;
import io.tollgate.filters.session.SessionCookie;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What is asked in a rehearsal: pages of the first app that has rules for somebody, with a session and without, a small form,
 * and the login page. Immutable.
 *
 * @param host of the app
 * @param roles by which its pages are allowed; empty where no app has rules for a role
 */
public record Script(String host, Set<String> roles, String path, String prefix) {
    private static final String FORM = "amount=12.50&note=paid+in+cash";

    public Script {
        roles = Set.copyOf(roles);
    }

    /** What fits this configuration. */
    public static Script of(GatewayConfig config) {
        for (AppConfig app : config.apps()) {
            for (RoleAccess access : app.access()) {
                for (RulePattern allowed : access.allow()) {
                    return new Script(host(app), Set.of(access.role()), path(allowed), config.prefix());
                }
            }
        }
        AppConfig first = config.apps().get(0);
        return new Script(host(first), Set.of(), first.home(), config.prefix());
    }

    private static String host(AppConfig app) {
        if (app.hosts().isEmpty()) {
            return "localhost";
        }
        HostPattern host = app.hosts().get(0);
        return host.wildcard() ? "www." + host.name() : host.name();
    }

    /** A path that the pattern matches, if it is not an unusual one. */
    private static String path(RulePattern pattern) {
        StringBuilder path = new StringBuilder();
        for (PatternSegment segment : pattern.segments()) {
            path.append('/');
            if (segment instanceof PatternSegment.Literal literal) {
                path.append(URLEncoder.encode(literal.value(), StandardCharsets.UTF_8)
                        .replace("+", "%20"));
            } else {
                path.append("2003-0117");
            }
        }
        return path.toString();
    }

    /** What one connection asks, one after the other, somebody with this session's token. */
    List<Ask> asks(String token) {
        List<Field> stranger = List.of(
                new Field("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
                new Field("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
                new Field("accept-language", "en-US,en;q=0.5"),
                new Field("accept-encoding", "gzip, deflate, br, zstd"));
        List<Field> somebody =
                and(stranger, "cookie", "theme=light; JSESSIONID=0A1B2C3D4E5F; " + SessionCookie.NAME + '=' + token);
        List<Field> poster =
                and(and(somebody, "content-type", "application/x-www-form-urlencoded"), "origin", "https://" + host);
        Ask page = new Ask("GET", path, somebody, "");
        return List.of(
                page,
                new Ask("POST", path, poster, FORM),
                page,
                new Ask("GET", path, stranger, ""),
                new Ask("GET", prefix + "/login", stranger, ""),
                page);
    }

    private static List<Field> and(List<Field> fields, String name, String value) {
        List<Field> all = new ArrayList<>(fields);
        all.add(new Field(name, value));
        return all;
    }
}
