package io.tollgate.benchmarks.gateway;

import io.tollgate.benchmarks.process.Workspace;
import java.nio.file.Path;

/**
 * What a benchmark's gateway is told: a usual deployment, in which every filter has work. Sessions are verified, access rules
 * of three roles judge, requests are counted against a limit (an hour of it may be spent at once, because one client is a thousand people here), headers are cleaned, the
 * access log is written, and the audit trail is as it is where nothing is said. Immutable.
 *
 * @param folder where the YAML stands, and its data
 * @param engine what speaks TLS
 * @param certificate PEM file
 * @param key PEM file
 * @param app port of the application on this machine
 * @param rules how many rules the biller's role has beside the usual ones
 */
public record Deployment(Path folder, Engine engine, Path certificate, Path key, int app, int rules) {
    /** As many as a screenful, without further ones. */
    public static final int USUAL_RULES = 0;

    /** The file itself. */
    public Path file() {
        return folder.resolve("tollgate.yaml");
    }

    /** Writes the file. */
    public Path write() {
        return Workspace.write(file(), yaml());
    }

    /** What stands in it. */
    public String yaml() {
        return """
            listeners:
              - name: public
                address: "127.0.0.1:0"
                tls: { engine: %s, certificate: "%s", key: "%s" }
            roles: [front-desk, biller, auditor]
            apps:
              billing:
                upstream:
                  endpoints: ["http://127.0.0.1:%d"]
                  max-connections: 512
                home: /invoices/
                public: ["GET /static/**"]
                access:
                  front-desk: { allow: ["GET /patients/**", "GET|POST /appointments/**"] }
                  biller:
                    allow: ["/claims/**", "/invoices/**", "GET /patients/*"%s]
                    deny: ["DELETE /invoices/**", "/ledger.cgi?action=void"]
                  auditor: { allow: ["GET /claims/**", "GET /invoices/**"], deny: ["/payments/**"] }
            rate-limit: { per-client: 60000000/h }
            """.formatted(engine.word(), certificate, key, app, furtherRules());
    }

    private String furtherRules() {
        StringBuilder further = new StringBuilder();
        for (int i = 0; i < rules; i++) {
            further.append(", \"GET|POST /area-").append(i).append("/records/*\"");
        }
        return further.toString();
    }
}
