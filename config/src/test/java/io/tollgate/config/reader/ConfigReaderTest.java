package io.tollgate.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.AppConfig;
import io.tollgate.config.AuditConfig;
import io.tollgate.config.GatewayConfig;
import io.tollgate.config.HostPort;
import io.tollgate.config.LockoutConfig;
import io.tollgate.config.PasswordConfig;
import io.tollgate.config.Position;
import io.tollgate.config.Rate;
import io.tollgate.config.RateLimitConfig;
import io.tollgate.config.RulePattern;
import io.tollgate.config.SealKey;
import io.tollgate.config.SessionConfig;
import io.tollgate.config.SignOnConfig;
import io.tollgate.config.TlsVersion;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {

    @TempDir
    Path temporary;

    private ConfigFolder folder;

    @BeforeEach
    void begin() {
        folder = new ConfigFolder(temporary);
    }

    @Test
    void the_shortest_file_has_the_defaults_of_the_contract() {
        GatewayConfig config = folder.loaded(ConfigFolder.SHORTEST);
        assertThat(config.file()).isEqualTo(temporary.resolve("tollgate.yaml"));
        assertThat(config.data()).isEqualTo(temporary.resolve("data"));
        assertThat(config.sealKey()).isEqualTo(new SealKey.Generated(temporary.resolve("tollgate.key")));
        assertThat(config.session())
                .isEqualTo(new SessionConfig(
                        Duration.ofMinutes(10), Duration.ofSeconds(60), Duration.ofMinutes(60), Duration.ofHours(10)));
        assertThat(config.lockout())
                .isEqualTo(new LockoutConfig(
                        5,
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(15),
                        20,
                        new Rate(30, Duration.ofMinutes(1)),
                        new LockoutConfig.UnknownDevices(10, Duration.ofMinutes(30), 0),
                        new Rate(100, Duration.ofDays(1))));
        assertThat(config.networks()).isEmpty();
        assertThat(config.passwords()).isEqualTo(PasswordConfig.DEFAULT);
        assertThat(config.rateLimit()).isEqualTo(RateLimitConfig.OFF);
        assertThat(config.audit()).isEqualTo(new AuditConfig(true));
        assertThat(config.hsts()).isEqualTo(Duration.ofDays(180));
        assertThat(config.prefix()).isEqualTo("/.tollgate");
        assertThat(config.roles()).isNull();
        assertThat(config.admin()).isNull();
        assertThat(config.declaredRoles()).containsExactly("biller");
    }

    @Test
    void the_shortest_file_has_its_listener_and_its_app() {
        GatewayConfig config = folder.loaded(ConfigFolder.SHORTEST);
        var listener = config.listeners().get(0);
        assertThat(listener.name()).isEqualTo("listener-1");
        assertThat(listener.address()).isEqualTo(new HostPort("0.0.0.0", 8443));
        assertThat(listener.tls().minimum()).isEqualTo(TlsVersion.TLS_1_2);
        assertThat(listener.tls().certificates().get(0).key()).isEqualTo(temporary.resolve("certs/billing.key"));
        AppConfig app = config.apps().get(0);
        assertThat(app.name()).isEqualTo("billing");
        assertThat(app.hosts()).isEmpty();
        assertThat(app.path()).isEqualTo("/");
        assertThat(app.home()).isEqualTo("/invoices/");
        assertThat(app.upstream().endpoints()).singleElement().hasToString("http://127.0.0.1:8080");
        assertThat(app.upstream().maxConnections()).isEqualTo(64);
        assertThat(app.upstream().connectTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(app.upstream().headTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(app.signOn()).isEqualTo(SignOnConfig.DEFAULT);
        assertThat(app.forms()).isEqualTo(64_000);
        assertThat(app.body()).isEqualTo(100L * 1024 * 1024);
        assertThat(app.isAppCookie("JSESSIONID")).isTrue();
    }

    @Test
    void a_rule_knows_its_line() {
        AppConfig app = folder.loaded(ConfigFolder.SHORTEST).apps().get(0);
        Position at = new Position(temporary.resolve("tollgate.yaml").toString(), 12, 17);
        assertThat(app.access().get(0).deny()).containsExactly(RulePattern.parse("DELETE /invoices/**", at));
    }

    @Test
    void all_problems_come_at_once_in_the_order_of_the_file() {
        assertThat(folder.problems("""
            cluster: two
            session: { idle: -5m, warn: 60 }
            roles: [biller]
            listeners:
              - { address: "8443", tls: { certificate: certs/billing.crt, key: nowhere.key } }
            apps:
              billing:
                upstreem: http://127.0.0.1:8080
                home: //elsewhere
                access:
                  biler: { allow: ["/x/../y"] }
              claims:
                upstream: { endpoints: [http://127.0.0.1:1], max-connections: 0 }
            lockout: { after: many }
            hsts: 1d
            hsts: 2d
            """))
                .containsExactly(
                        "tollgate.yaml:1:1: cluster: not in this release; remove it",
                        "tollgate.yaml:2:18: session.idle: \"-5m\" is negative; "
                                + "write a whole number and a unit (ms, s, m, h or d), such as 10m",
                        "tollgate.yaml:2:29: session.warn: \"60\" has no unit; "
                                + "write a whole number and a unit (ms, s, m, h or d), such as 10m",
                        "tollgate.yaml:5:16: listeners[0].address: \"8443\" has no port; "
                                + "write HOST:PORT, [v6]:PORT or :PORT",
                        "tollgate.yaml:5:68: listeners[0].tls.key: \"nowhere.key\" does not exist; check the path "
                                + "nowhere.key and its owner and mode",
                        "tollgate.yaml:8:5: apps.billing.upstreem: unknown key; did you mean \"upstream\"?",
                        "tollgate.yaml:8:5: apps.billing.upstream: is missing; add it: where the app is; "
                                + "a URL is the short form",
                        "tollgate.yaml:9:11: apps.billing.home: \"//elsewhere\" leads to another host; "
                                + "begin with one \"/\"",
                        "tollgate.yaml:11:7: apps.billing.access.biler: not one of roles; did you mean \"biller\"?",
                        "tollgate.yaml:11:24: apps.billing.access.biler.allow[0]: \"/x/../y\" has a dot segment, "
                                + "which no request may have; write the path it leads to",
                        "tollgate.yaml:12:3: apps.claims: names no hosts, and neither does the app \"billing\" at "
                                + "tollgate.yaml:7:3; name the hosts of one of them, or give it a path of its own",
                        "tollgate.yaml:13:67: apps.claims.upstream.max-connections: \"0\" is out of bounds; "
                                + "give from 1 to 65535",
                        "tollgate.yaml:14:19: lockout.after: is a text; write a whole number",
                        "tollgate.yaml:16:1: hsts: stands here a second time, first at tollgate.yaml:15:1; "
                                + "keep one of them");
    }

    @Test
    void a_file_is_named_as_it_was_given() {
        ReadResult result = ConfigReader.read(Path.of("no/such/tollgate.yaml"), name -> null, ConfigFolder.CLOCK);
        assertThat(folder.told(result))
                .containsExactly("no/such/tollgate.yaml:1:1: (file): does not exist; "
                        + "check the path, or name another with --config");
    }
}
