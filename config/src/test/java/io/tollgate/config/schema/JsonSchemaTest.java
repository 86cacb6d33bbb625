package io.tollgate.config.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonSchemaTest {

    private static final String SHORTEST = """
        listeners:
          - address: 0.0.0.0:8443
            tls: { certificate: certs/billing.crt, key: certs/billing.key }
        apps:
          billing:
            upstream: http://127.0.0.1:8080
            home: /invoices/
            public: ["GET /static/**"]
            access:
              biller:
                allow: ["/claims/**", "/invoices/**", "GET /patients/*"]
                deny:  ["DELETE /invoices/**"]
        """;

    private final Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(JsonSchema.write(), InputFormat.JSON);

    private List<String> errors(String yaml) {
        return schema.validate(yaml, InputFormat.YAML).stream()
                .map(Error::toString)
                .toList();
    }

    @Test
    void the_schema_is_one() {
        Schema meta = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertThat(meta.validate(JsonSchema.write(), InputFormat.JSON)).isEmpty();
    }

    @Test
    void the_schema_accepts_the_shortest_file_and_the_reference() throws IOException {
        assertThat(errors(SHORTEST)).isEmpty();
        assertThat(errors(ReferenceTest.published())).isEmpty();
    }

    @Test
    void the_schema_accepts_what_stands_in_comments_in_the_reference() {
        assertThat(errors(
                        SHORTEST.replace("    home:", "    hosts: [\"*.clinic.example\", a.example]\n    home:") + """
                            roles: [biller, front-desk]
                            keys: { seal: "${file:/etc/tollgate/seal.key}" }
                            admin: { address: 127.0.0.1:9443, tls: { certificates: [{ certificate: a, key: b }] } }
                            rate-limit: { per-client: 100/s }
                            hsts: off
                            profile: [hipaa, pci-dss-4]
                            accepted-risks: { session.idle: { why: kiosk, until: "2027-06-30" } }
                            """))
                .isEmpty();
    }

    @Test
    void the_schema_accepts_one_profile_that_is_no_list() {
        assertThat(errors(SHORTEST + "profile: nist-aal2\n")).isEmpty();
    }

    @Test
    void the_schema_accepts_every_key_of_an_upstream() {
        assertThat(errors(SHORTEST.replace(" http://127.0.0.1:8080", """

                  endpoints: [https://a, "https://[::1]:8443"]
                  tls: { trust: ca.crt, name: inside.example, certificate: c, key: k, minimum: TLSv1.3 }
                  balance: round-robin
                  sticky: true
                  source-addresses: [127.0.0.1]
                  safe: ["GET /r/**"]
                  chunked-requests: buffer
                  health: { path: /h, every: 1s, timeout: 1s, up: 200-399, marker: "ok" }
                  outlier: { failures: 2, for: 1s }
                  circuit-breaker: { failure-rate: 50%, window: 100, open-for: 10s }
            """))).isEmpty();
    }

    @Test
    void the_schema_accepts_tenants_and_not_what_is_no_tenants() {
        String tenants = SHORTEST + """
            tenants:
              northside:
                title: Northside Family Practice
                hosts: [north.clinic.example]
                session: { idle: 5m }
                lockout: { after: 3, unknown-devices: { after: 6 } }
                access: { billing: { senior: { allow: ["/ledger/**"] } } }
              southside: {}
            """;
        assertThat(errors(tenants)).isEmpty();
        assertThat(errors(tenants.replace("after: 3", "per-network: 3/m"))).isNotEmpty();
        assertThat(errors(tenants.replace("senior:", "a/b:"))).isNotEmpty();
        assertThat(errors(tenants.replace("northside:", "north/side:"))).isNotEmpty();
    }

    @Test
    void the_schema_accepts_rules_that_ask_for_a_fresh_factor_where_something_is_allowed() {
        String marked = SHORTEST.replace("\"/invoices/**\"", "{ match: \"POST /invoices/**\", step-up: true }");
        assertThat(errors(marked + "step-up: { within: 5m, keep: off, keep-for: 10m }\n"))
                .isEmpty();
        assertThat(errors(marked.replace("step-up: true", "step-up: false"))).isNotEmpty();
        assertThat(errors(marked.replace("step-up: true", "because: x"))).isNotEmpty();
        assertThat(errors(SHORTEST.replace("\"DELETE /invoices/**\"", "{ match: /x, step-up: true }")))
                .isNotEmpty();
    }

    @Test
    void the_schema_accepts_a_second_factor_for_everybody_roles_and_tenants() {
        String factors = SHORTEST + """
            second-factor:
              use: offered
              roles: { tollgate:admin: required, northside/biller: required }
              passkeys: alone
              remember: 30d
            tenants: { northside: { second-factor: { use: required, passkeys: off, remember: off } } }
            """;
        assertThat(errors(factors)).isEmpty();
        assertThat(errors(factors.replace("northside/biller: required", "biller: off")))
                .isNotEmpty();
        assertThat(errors(factors.replace("northside/biller", "a/b/c"))).isNotEmpty();
        assertThat(errors(factors.replace("remember: 30d", "remember: 30"))).isNotEmpty();
        assertThat(errors(factors.replace("{ use: required,", "{ roles: { biller: required },")))
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "listeners:|listners:",
                "upstream:|upstreem:",
                "allow:|alow:",
                "certificate: |certificat: ",
                "home: /invoices/|home: invoices",
                "0.0.0.0:8443|0.0.0.0",
                "http://127.0.0.1:8080|ftp://127.0.0.1:8080",
                "apps:|session: { idle: 10 } NL apps:",
                "apps:|session: { idle: -10m } NL apps:",
                "apps:|lockout: { after: 0 } NL apps:",
                "apps:|lockout: { after: '5' } NL apps:",
                "apps:|audit: { required: sometimes } NL apps:",
                "apps:|cluster: yes NL apps:",
                "apps:|profile: hippa NL apps:",
                "apps:|profile: [] NL apps:",
                "apps:|accepted-risks: { session.idle: { why: kiosk } } NL apps:",
                "apps:|accepted-risks: { session.idle: { why: kiosk, until: soon } } NL apps:",
                "upstream: http://127.0.0.1:8080|upstream: { endpoints: ['http://a'], circuit-breaker: { failure-rate:"
                        + " 50 } }",
                "upstream: http://127.0.0.1:8080|upstream: { endpoints: ['http://a'], health: { every: 5s } }",
                "upstream: http://127.0.0.1:8080|upstream: { endpoints: ['http://a'], health: { path: /, up: 1xx } }",
                "key: certs/billing.key|engine: openssl, key: certs/billing.key",
                "', key: certs/billing.key'|' '",
                "GET /static/**|static/**"
            })
    void the_schema_rejects_what_the_reader_refuses(String right, String wrong) {
        String yaml = SHORTEST.replace(right, wrong.replace(" NL ", "\n"));
        assertThat(yaml).isNotEqualTo(SHORTEST);
        assertThat(errors(yaml)).isNotEmpty();
    }
}
