package io.tollgate.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.Balance;
import io.tollgate.config.CertificateFiles;
import io.tollgate.config.ChunkedRequests;
import io.tollgate.config.CircuitBreakerConfig;
import io.tollgate.config.EndpointUrl;
import io.tollgate.config.HealthConfig;
import io.tollgate.config.OutlierConfig;
import io.tollgate.config.RulePattern;
import io.tollgate.config.StatusRange;
import io.tollgate.config.TlsVersion;
import io.tollgate.config.UpstreamConfig;
import io.tollgate.config.UpstreamScheme;
import io.tollgate.config.UpstreamTls;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpstreamReaderTest {

    @TempDir
    Path temporary;

    private ConfigFolder folder;

    @BeforeEach
    void begin() {
        folder = new ConfigFolder(temporary);
    }

    private static String upstream(String... lines) {
        return ConfigFolder.LISTENERS + "apps:\n  billing:\n    upstream:\n      " + String.join("\n      ", lines)
                + "\n";
    }

    private UpstreamConfig read(String... lines) {
        return folder.loaded(upstream(lines)).apps().get(0).upstream();
    }

    private List<String> problems(String... lines) {
        return folder.whats(upstream(lines)).stream()
                .map(problem -> problem.replace("apps.billing.upstream.", ""))
                .toList();
    }

    @Test
    void an_endpoint_is_a_url_without_path() {
        String apps = ConfigFolder.LISTENERS + "apps:\n  "
                + String.join(
                        "\n  ",
                        "a: { path: /a, upstream: ftp://x }",
                        "b: { path: /b, upstream: http://x/path }",
                        "c: { path: /c, upstream: x:80 }",
                        "d: { path: /d, upstream: http://x:70000 }",
                        "e: { path: /e, upstream: http://u@x }",
                        "f: { path: /f, upstream: { endpoints: [] } }",
                        "g: { path: /g, upstream: [http://x] }");
        String remedy = "; write one such as http://127.0.0.1:8080, without path, query or user";
        assertThat(folder.whats(apps))
                .containsExactly(
                        "apps.a.upstream: \"ftp://x\" is not an endpoint" + remedy,
                        "apps.b.upstream: \"http://x/path\" is not an endpoint" + remedy,
                        "apps.c.upstream: \"x:80\" is not an endpoint" + remedy,
                        "apps.d.upstream: \"http://x:70000\" has no valid host and port" + remedy,
                        "apps.e.upstream: \"http://u@x\" is not an endpoint" + remedy,
                        "apps.f.upstream.endpoints: is an empty list; name at least one, or leave out the key",
                        "apps.g.upstream: is a list; write a URL such as http://127.0.0.1:8080 or a map");
    }

    @Test
    void endpoints_share_a_scheme_and_none_stands_twice() {
        assertThat(read("endpoints: [\"http://[::1]:8080\", http://b]").endpoints())
                .containsExactly(
                        new EndpointUrl(UpstreamScheme.HTTP, "::1", 8080),
                        new EndpointUrl(UpstreamScheme.HTTP, "b", 80));
        assertThat(problems("endpoints: [http://a, http://b, http://A:80/, https://c]"))
                .containsExactly(
                        "endpoints[2]: \"http://a:80\" is named twice; keep one of them",
                        "endpoints[3]: \"https://c:443\" is https beside http; "
                                + "give all endpoints of an upstream one scheme");
    }

    @Test
    void there_is_a_most_of_endpoints() {
        String many = IntStream.range(0, 66).mapToObj(i -> "http://a" + i).collect(Collectors.joining(", "));
        assertThat(problems("endpoints: [" + many + "]"))
                .containsExactly("endpoints[64]: \"http://a64:80\" is one more than there may be; "
                        + "name at most 64 endpoints");
    }

    @Test
    void what_is_left_out_has_its_default() {
        assertThat(read("endpoints: [http://127.0.0.1:8080]"))
                .isEqualTo(UpstreamConfig.of(EndpointUrl.parse("http://127.0.0.1:8080")));
        assertThat(read("endpoints: [https://a]").tls()).isEqualTo(UpstreamTls.DEFAULT);
        UpstreamConfig on =
                read("endpoints: [http://a]", "health: { path: / , every: 1s }", "circuit-breaker: {}", "outlier: {}");
        assertThat(on.health())
                .isEqualTo(
                        new HealthConfig("/", Duration.ofSeconds(1), Duration.ofSeconds(1), StatusRange.ANSWERS, null));
        assertThat(on.breaker()).isEqualTo(CircuitBreakerConfig.DEFAULT);
        assertThat(on.outlier()).isEqualTo(OutlierConfig.DEFAULT);
    }

    @Test
    void what_is_given_is_what_is_read() {
        UpstreamConfig read = read(
                "endpoints: [http://a, http://b]",
                "balance: round-robin",
                "sticky: true",
                "source-addresses: [127.0.0.2, \"::1\"]",
                "safe: [\"GET /reports/**\"]",
                "chunked-requests: buffer",
                "max-connections: 3",
                "timeouts: { connect: 100ms, head: 5m }",
                "health: { path: \"/health?deep=1\", every: 10s, timeout: 3s, up: 200-299, marker: \"db: ok\" }",
                "outlier: { failures: 2, for: 1s }",
                "circuit-breaker: { failure-rate: 20%, window: 10, open-for: 1m }");
        assertThat(read.balance()).isEqualTo(Balance.ROUND_ROBIN);
        assertThat(read.sticky()).isTrue();
        assertThat(read.sourceAddresses())
                .extracting(InetAddress::getHostAddress)
                .containsExactly("127.0.0.2", "0:0:0:0:0:0:0:1");
        assertThat(read.safe()).extracting(RulePattern::text).containsExactly("GET /reports/**");
        assertThat(read.chunkedRequests()).isEqualTo(ChunkedRequests.BUFFER);
        assertThat(read.maxConnections()).isEqualTo(3);
        assertThat(read.connectTimeout()).isEqualTo(Duration.ofMillis(100));
        assertThat(read.headTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(read.health())
                .isEqualTo(new HealthConfig(
                        "/health?deep=1",
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(3),
                        new StatusRange(200, 299),
                        "db: ok"));
        assertThat(read.outlier()).isEqualTo(new OutlierConfig(2, Duration.ofSeconds(1)));
        assertThat(read.breaker()).isEqualTo(new CircuitBreakerConfig(20, 10, Duration.ofMinutes(1)));
    }

    @Test
    void patterns_of_safe_requests_are_below_the_path_of_the_app() {
        var app = folder.loaded(upstream("endpoints: [http://a]", "safe: [\"GET /r\"]") + "    path: /billing\n")
                .apps()
                .get(0);
        assertThat(app.upstream().safe().get(0).segments()).hasSize(2);
        assertThat(problems("endpoints: [http://a]", "safe: [\"GET r\"]"))
                .singleElement()
                .asString()
                .startsWith("safe[0]: ");
    }

    @Test
    void tls_is_read_with_its_files() {
        folder.file("certs/ca.crt", "x");
        UpstreamTls tls = Objects.requireNonNull(read(
                        "endpoints: [https://10.0.0.5]",
                        "tls: { trust: certs/ca.crt, name: billing.inside, certificate: certs/billing.crt, "
                                + "key: certs/billing.key, minimum: TLSv1.3 }")
                .tls());
        assertThat(tls)
                .isEqualTo(new UpstreamTls(
                        folder.path("certs/ca.crt"),
                        "billing.inside",
                        new CertificateFiles(folder.path("certs/billing.crt"), folder.path("certs/billing.key")),
                        TlsVersion.TLS_1_3));
    }

    @Test
    void files_of_an_included_app_are_beside_its_file() {
        folder.file("apps/ca.crt", "x");
        folder.file(
                "apps/b.yaml",
                "apps: { b: { hosts: [b.example], upstream: { endpoints: [https://b], tls: { trust: ca.crt } } } }\n");
        var config = folder.loaded(ConfigFolder.LISTENERS + "include: [apps/*.yaml]\n");
        assertThat(Objects.requireNonNull(config.apps().get(0).upstream().tls()).trust())
                .isEqualTo(folder.path("apps/ca.crt"));
    }

    @Test
    void tls_goes_with_https_and_a_certificate_with_its_key() {
        assertThat(problems("endpoints: [http://a]", "tls: {}"))
                .containsExactly(
                        "tls: stands beside endpoints that are not https; write https:// endpoints, or remove it");
        assertThat(problems(
                        "endpoints: [https://a]", "tls: { trust: none.crt, name: \"a/b\", key: certs/billing.key }"))
                .satisfiesExactlyInAnyOrder(
                        trust -> assertThat(trust).startsWith("tls.trust: \"none.crt\" does not exist; "),
                        name -> assertThat(name)
                                .isEqualTo("tls.name: \"a/b\" is not the name of a host; leave out scheme and port"),
                        certificate -> assertThat(certificate)
                                .isEqualTo("tls.certificate: is missing; give a certificate and its key"));
    }

    @Test
    void health_asks_for_a_path_or_for_a_connection() {
        assertThat(problems("endpoints: [http://a]", "health: { tcp: true, up: 200 }"))
                .containsExactly("health.up: has no answer to look at beside tcp; give a path, or remove it");
        assertThat(problems("endpoints: [http://a]", "health: { every: 1s }"))
                .containsExactly("health: does not say what is asked for; give path:, or tcp: true");
        assertThat(problems("endpoints: [http://a]", "health: { tcp: true, path: / }"))
                .containsExactly("health: asks for a path and for a connection only; give path:, or tcp: true");
        assertThat(problems("endpoints: [http://a]", "health: { tcp: false }"))
                .containsExactly("health.tcp: is false; give a path instead, or leave out health");
        assertThat(problems("endpoints: [http://a]", "health: { path: /, every: 1s, timeout: 2s }"))
                .containsExactly("health.timeout: timeout (2s) is more than every (1s); "
                        + "give timeout at most as much as every");
        assertThat(problems("endpoints: [http://a]", "health: { path: health, up: \">200\", every: 1 }"))
                .containsExactly(
                        "health.path: \"health\" is not a path on the app's host; "
                                + "begin with one \"/\" and encode what is not ASCII",
                        "health.up: \">200\" is not a range of statuses; "
                                + "write one status, a range or a bound: 200, 200-399 or \"<500\"",
                        "health.every: \"1\" has no unit; write a whole number and a unit (ms, s, m, h or d), such as"
                                + " 10m");
        assertThat(read("endpoints: [http://a]", "health: { tcp: true }").health())
                .isNotNull();
    }

    @Test
    void figures_carry_their_unit_and_have_bounds() {
        assertThat(problems(
                        "endpoints: [http://a]",
                        "balance: random",
                        "source-addresses: [localhost, 127.0.0.1, 127.0.0.1]",
                        "outlier: { failures: 0, for: 2h }",
                        "circuit-breaker: { failure-rate: 50, window: 0, open-for: 1ms }",
                        "chunked-requests: spool"))
                .containsExactly(
                        "balance: \"random\" is not known; write \"least-requests\" or \"round-robin\"",
                        "source-addresses[0]: \"localhost\" is not an address; "
                                + "write an address of this machine, such as 10.0.0.5",
                        "source-addresses[2]: \"127.0.0.1\" is named twice; keep one of them",
                        "outlier.failures: \"0\" is out of bounds; give from 1 to 1000000",
                        "outlier.for: \"2h\" is out of bounds; give from 100ms to 1h",
                        "circuit-breaker.failure-rate: \"50\" is not a percentage; "
                                + "write a whole number and \"%\", such as 50%",
                        "circuit-breaker.window: \"0\" is out of bounds; give from 1 to 10000",
                        "circuit-breaker.open-for: \"1ms\" is out of bounds; give from 100ms to 1h",
                        "chunked-requests: \"spool\" is not known; write \"buffer\" or \"pass\"");
        assertThat(problems("endpoints: [http://a]", "circuit-breaker: { failure-rate: 101% }"))
                .containsExactly("circuit-breaker.failure-rate: \"101%\" is out of bounds; give from 1% to 100%");
    }
}
