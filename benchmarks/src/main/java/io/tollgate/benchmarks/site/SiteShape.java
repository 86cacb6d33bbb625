package io.tollgate.benchmarks.site;

import java.nio.file.Path;
import java.util.List;

/**
 * How large a deployment is. Immutable.
 *
 * @param users with a password
 * @param holders how many of these have sessions
 * @param sessions of the holders in turn, in the store before the gateway starts
 * @param apps by path prefix on one host: the first at {@code /}, the others at {@code /app1}, {@code /app2} …
 * @param rules of the first app
 * @param endpoints of the first app, as URLs
 * @param elsewhere the endpoint of all other apps
 * @param more keys of the YAML at its top level, line by line
 */
public record SiteShape(
        int users,
        int holders,
        int sessions,
        int apps,
        int rules,
        List<String> endpoints,
        String elsewhere,
        String more) {
    public SiteShape {
        endpoints = List.copyOf(endpoints);
        if (holders < 1 || users < holders || sessions < 0 || apps < 1 || rules < 1 || endpoints.isEmpty()) {
            throw new IllegalArgumentException("a site has a user, an app, a rule and an endpoint");
        }
    }

    /** The small usual one, with one application. */
    public static SiteShape usual(String endpoint) {
        return new SiteShape(100, 100, 1_000, 1, 10, List.of(endpoint), endpoint, "");
    }

    /** So many users, of whom the first so many hold all the sessions. */
    public SiteShape people(int all, int holding, int held) {
        return new SiteShape(all, holding, held, apps, rules, endpoints, elsewhere, more);
    }

    /** So many apps. */
    public SiteShape withApps(int count) {
        return new SiteShape(users, holders, sessions, count, rules, endpoints, elsewhere, more);
    }

    /** So many rules. */
    public SiteShape withRules(int count) {
        return new SiteShape(users, holders, sessions, apps, count, endpoints, elsewhere, more);
    }

    /** These endpoints of the first app, and this one of all others. */
    public SiteShape at(List<String> first, String others) {
        return new SiteShape(users, holders, sessions, apps, rules, first, others, more);
    }

    /** With more in the YAML. */
    public SiteShape saying(String keys) {
        return new SiteShape(users, holders, sessions, apps, rules, endpoints, elsewhere, keys);
    }

    /** The YAML of a gateway in front of it; the last rule is the one that requests of benchmarks need. */
    String yaml(Path certificate, Path key) {
        StringBuilder yaml = new StringBuilder(1024 + 32 * rules + 160 * apps)
                .append("listeners:\n  - name: public\n    address: \"127.0.0.1:0\"\n    tls: { certificate: \"")
                .append(certificate)
                .append("\", key: \"")
                .append(key)
                .append("\" }\nadmin: { address: \"127.0.0.1:0\" }\n")
                .append(more)
                .append("apps:\n  billing:\n    upstream:\n      endpoints: [")
                .append(String.join(", ", endpoints))
                .append("]\n    access:\n      biller:\n        deny: [\"DELETE /invoices/**\"]\n        allow:\n");
        for (int rule = 1; rule < rules; rule++) {
            yaml.append("          - \"GET|POST /area").append(rule).append("/**\"\n");
        }
        yaml.append("          - \"/invoices/**\"\n");
        for (int app = 1; app < apps; app++) {
            yaml.append("  app").append(app).append(":\n    path: /app").append(app);
            yaml.append("\n    upstream: { endpoints: [").append(elsewhere).append("], timeouts: { head: 3s } }");
            yaml.append("\n    access: { biller: { allow: [\"/**\"] } }\n");
        }
        return yaml.toString();
    }
}
