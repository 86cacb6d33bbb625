package io.tollgate.proxy.cli;

import io.tollgate.config.GatewayConfig;
import io.tollgate.config.SecondFactorConfig;
import io.tollgate.config.SessionConfig;
import io.tollgate.config.TenantConfig;
import io.tollgate.config.schema.Figure;
import io.tollgate.filters.identity.Tenants;
import io.tollgate.filters.identity.User;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Under which figures a user is whom tenants put under policies of their own, and who set each. Immutable.
 *
 * @param tenant for which they act; null for none
 */
record TenantReport(@Nullable TenantConfig tenant, List<Row> rows) {
    private static final String GATEWAY = "gateway";

    TenantReport {
        rows = List.copyOf(rows);
    }

    /**
     * One figure.
     *
     * @param setBy {@code gateway}, {@code app} or {@code tenant NAME}, or several of them
     */
    record Row(String key, String value, String setBy) {}

    /**
     * What holds for a user.
     *
     * @param tenant for which they act; null for none
     * @param host what counts on the host for everybody's session; null where no app was asked about
     */
    static TenantReport of(
            GatewayConfig config,
            Tenants tenants,
            User user,
            @Nullable TenantConfig tenant,
            @Nullable SessionConfig host) {
        List<TenantConfig> own = tenants.of(user);
        SessionConfig outer = host == null ? config.session() : host;
        SessionConfig session = own.stream().map(TenantConfig::session).reduce(outer, SessionConfig::strictest);
        List<Row> rows = new ArrayList<>();
        Figure.SESSION.forEach(
                figure -> rows.add(row(figure, session, config.session(), outer, own, TenantConfig::session)));
        Figure.LOCKOUT.forEach(figure -> rows.add(
                row(figure, tenants.lockout(user), config.lockout(), config.lockout(), own, TenantConfig::lockout)));
        Figure.PASSWORDS.forEach(figure -> rows.add(row(
                figure,
                tenants.passwords(user),
                config.passwords(),
                config.passwords(),
                own,
                TenantConfig::passwords)));
        Figure.SECOND_FACTOR.forEach(figure -> rows.add(row(
                figure,
                own.stream()
                        .map(TenantConfig::secondFactor)
                        .reduce(config.secondFactor(), SecondFactorConfig::strictest),
                config.secondFactor(),
                config.secondFactor(),
                own,
                TenantConfig::secondFactor)));
        return new TenantReport(tenant, rows);
    }

    private static <P> Row row(
            Figure<P, ?> figure,
            P strictest,
            P gateway,
            P app,
            List<TenantConfig> own,
            Function<TenantConfig, P> policy) {
        String setBy;
        if (figure.isSame(strictest, gateway)) {
            setBy = GATEWAY;
        } else if (figure.isSame(strictest, app)) {
            setBy = "app";
        } else {
            setBy = String.join(
                    ", ", setters(figure, strictest, gateway, own, policy).toList());
        }
        return new Row(figure.path(), figure.text(strictest), setBy);
    }

    /** Who says the same; where nobody does alone, all who say something of their own. */
    private static <P> Stream<String> setters(
            Figure<P, ?> figure, P strictest, P gateway, List<TenantConfig> own, Function<TenantConfig, P> policy) {
        List<String> same = own.stream()
                .filter(tenant -> figure.isSame(strictest, policy.apply(tenant)))
                .map(tenant -> "tenant " + tenant.name())
                .toList();
        return same.isEmpty()
                ? own.stream()
                        .filter(tenant -> !figure.isSame(gateway, policy.apply(tenant)))
                        .map(tenant -> "tenant " + tenant.name())
                : same.stream();
    }

    /** A line each, to stand below the verdict. */
    String text() {
        StringBuilder text = new StringBuilder();
        if (tenant != null) {
            text.append("\n       acting for ")
                    .append(tenant.name())
                    .append(tenant.title().equals(tenant.name()) ? "" : " (" + tenant.title() + ")");
        }
        int keys = rows.stream().mapToInt(row -> row.key.length()).max().orElse(0);
        int values = rows.stream().mapToInt(row -> row.value.length()).max().orElse(0);
        for (Row row : rows) {
            text.append("\n       ")
                    .append(padded(row.key, keys))
                    .append("  ")
                    .append(padded(row.value, values))
                    .append("  ")
                    .append(row.setBy);
        }
        return text.toString();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    /** The same for a program. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        if (tenant != null) {
            json.put("tenant", tenant.name());
        }
        json.put(
                "policies",
                rows.stream()
                        .map(row -> {
                            Map<String, Object> each = new LinkedHashMap<>();
                            each.put("key", row.key);
                            each.put("value", row.value);
                            each.put("set-by", row.setBy);
                            return each;
                        })
                        .toList());
        return json;
    }
}
