package io.tollgate.benchmarks.micro;

import java.util.ArrayList;
import java.util.List;

/** The YAML of a usual deployment with as many rules and roles as are asked for. Stateless. */
final class Policy {
    /** Where everything is asked. */
    static final String HOST = "billing.clinic.example";

    /** The role that everybody has. */
    static final String EVERYBODY = "role0";

    /** How many rules there are in any case. */
    static final int FIXED = 10;

    private static final List<String> ALLOW = List.of(
            "/invoices/**", "/claims/**", "GET /patients/*", "/reports/**/year/**", "POST /ledger?action=enter");
    private static final List<String> DENY = List.of("DELETE /invoices/**", "/claims/**/void", "/ledger?action=void");

    private Policy() {}

    /** The file's text; {@code pem} is a file that is there. */
    static String yaml(String pem, int rules, int roles) {
        StringBuilder access = new StringBuilder();
        for (int role = 0; role < roles; role++) {
            List<String> allow = new ArrayList<>(role == 0 ? ALLOW : List.of());
            List<String> deny = new ArrayList<>(role == 0 ? DENY : List.of());
            // Two of the fixed ones stand under public.
            for (int rule = FIXED + role; rule < rules; rule += roles) {
                if (rule % 20 == 19) {
                    deny.add("DELETE /area" + rule + "/**");
                } else {
                    allow.add(allowed(rule));
                }
            }
            access.append("      role")
                    .append(role)
                    .append(": { allow: ")
                    .append(quoted(allow))
                    .append(", deny: ")
                    .append(quoted(deny))
                    .append(" }\n");
        }
        return """
            listeners:
              - { address: "127.0.0.1:0", tls: { certificate: "%1$s", key: "%1$s" } }
            rate-limit: { per-client: 1000000/m }
            apps:
              billing:
                hosts: [%2$s]
                upstream: http://127.0.0.1:8080
                activity: { ignore: ["GET /poll"] }
                public: ["GET /static/**", "GET /about"]
                access:
            %3$s  archive:
                hosts: [archive.clinic.example]
                upstream: http://127.0.0.1:8081
                access:
                  role0: { allow: ["GET /**"] }
            """.formatted(pem, HOST, access);
    }

    /** Patterns of every kind, as people write them. */
    private static String allowed(int rule) {
        return switch (rule % 8) {
            case 0 -> "GET /lists" + rule + "/*";
            case 1 -> "GET|POST /forms" + rule + "/edit";
            case 2 -> "/area" + rule + "/part*/view";
            case 3 -> "POST /ledger" + rule + "?action=enter";
            case 4 -> "/area" + rule + "/**/print";
            default -> "/area" + rule + "/**";
        };
    }

    private static String quoted(List<String> patterns) {
        StringBuilder list = new StringBuilder("[");
        for (String pattern : patterns) {
            list.append(list.length() == 1 ? "" : ", ")
                    .append('"')
                    .append(pattern)
                    .append('"');
        }
        return list.append(']').toString();
    }
}
