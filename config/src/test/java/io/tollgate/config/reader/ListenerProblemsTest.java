package io.tollgate.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.ClientCertificates;
import io.tollgate.config.ClientCertificates.Mode;
import io.tollgate.config.GatewayConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenerProblemsTest {

    private static final String TLS = "tls: { certificate: certs/billing.crt, key: certs/billing.key }";

    @TempDir
    Path temporary;

    private ConfigFolder folder;

    @BeforeEach
    void begin() {
        folder = new ConfigFolder(temporary);
    }

    private static String listeners(String... items) {
        return ConfigFolder.APPS + "listeners:\n  - " + String.join("\n  - ", items) + "\n";
    }

    @Test
    void a_plain_listener_redirects_to_one_with_tls() {
        GatewayConfig config = folder.loaded(listeners(
                "{ name: public, address: \":8443\", " + TLS + ", trusted-proxies: [10.0.0.0/8] }",
                "{ address: \":8080\", redirect-to: public }"));
        assertThat(config.listeners().get(0).trustedProxies()).hasToString("[10.0.0.0/8]");
        assertThat(config.listeners().get(1).name()).isEqualTo("listener-2");
        assertThat(config.listeners().get(1).redirectTo()).isEqualTo("public");
    }

    @Test
    void a_redirect_names_a_listener_with_tls() {
        assertThat(folder.problems(listeners(
                        "{ name: public, address: \":8443\", " + TLS + " }",
                        "{ name: plain, address: \":8080\", redirect-to: publik }",
                        "{ address: \":8081\", redirect-to: plain }",
                        "{ address: \":8082\", redirect-to: public, " + TLS + " }")))
                .containsExactly(
                        "tollgate.yaml:4:51: listeners[1].redirect-to: \"publik\" is no listener; "
                                + "did you mean \"public\"?",
                        "tollgate.yaml:5:38: listeners[2].redirect-to: \"plain\" has no tls; name a listener that has",
                        "tollgate.yaml:6:38: listeners[3].redirect-to: stands beside tls; "
                                + "a listener either serves or redirects");
    }

    @Test
    void a_plain_listener_that_serves_is_refused() {
        assertThat(folder.problems(listeners("{ address: \":8080\" }")))
                .containsExactly("tollgate.yaml:3:5: listeners[0]: has neither tls nor redirect-to; "
                        + "add tls:, as passwords never travel in the clear");
    }

    @Test
    void an_address_is_taken_once() {
        assertThat(folder.problems(listeners(
                                "{ name: a, address: 127.0.0.1:8443, " + TLS + " }",
                                "{ address: \":8443\", " + TLS + " }")
                        + "admin: { address: 127.0.0.1:8443 }\n"))
                .containsExactly(
                        "tollgate.yaml:4:16: listeners[1].address: \":8443\" is taken by \"a\" at tollgate.yaml:3:25; "
                                + "choose another port",
                        "tollgate.yaml:5:19: admin.address: \"127.0.0.1:8443\" is taken by \"a\" at "
                                + "tollgate.yaml:3:25; choose another port",
                        "tollgate.yaml:5:19: admin.address: \"127.0.0.1:8443\" is taken by \"listener-2\" at "
                                + "tollgate.yaml:4:16; choose another port");
    }

    @Test
    void any_free_port_may_be_taken_twice() {
        folder.loaded(listeners("{ address: \":0\", " + TLS + " }", "{ address: \":0\", " + TLS + " }"));
    }

    @Test
    void names_are_given_once() {
        assertThat(folder.problems(listeners(
                        "{ name: a, address: \":1\", " + TLS + " }", "{ name: a, address: \":2\", " + TLS + " }")))
                .containsExactly("tollgate.yaml:4:13: listeners[1].name: a second listener is called \"a\"; "
                        + "give each its own name");
    }

    @Test
    void certificates_have_a_short_and_a_long_form_but_not_both() {
        assertThat(folder.problems(listeners("{ address: \":1\", tls: { certificate: certs/billing.crt, "
                        + "certificates: [{ certificate: certs/billing.crt, key: certs/billing.key }] } }")))
                .containsExactly("tollgate.yaml:3:75: listeners[0].tls.certificates: stands beside certificate and "
                        + "key, its short form; keep one of the two forms");
    }

    @Test
    void tls_needs_a_certificate_and_its_key() {
        assertThat(folder.problems(listeners(
                        "{ address: \":1\", tls: {} }",
                        "{ address: \":2\", tls: { certificate: certs/billing.crt } }",
                        "{ address: \":3\", tls: { certificates: [{ key: certs/billing.key }] } }")))
                .containsExactly(
                        "tollgate.yaml:3:27: listeners[0].tls: has no certificate; "
                                + "give certificate: and key:, or a list of certificates:",
                        "tollgate.yaml:4:27: listeners[1].tls.key: is missing; give a certificate and its key",
                        "tollgate.yaml:5:44: listeners[2].tls.certificates[0].certificate: is missing; "
                                + "add it: PEM file of the chain, the server's own first");
    }

    @Test
    void words_of_tls_are_known_ones() {
        assertThat(folder.problems(listeners("{ address: \":1\", tls: { engine: openssl, minimum: TLSv1.1, "
                        + "certificate: certs/billing.crt, key: certs/billing.key } }")))
                .containsExactly(
                        "tollgate.yaml:3:37: listeners[0].tls.engine: \"openssl\" is not known; "
                                + "write \"boringssl\" or \"bouncy-castle\" or \"jdk\"",
                        "tollgate.yaml:3:55: listeners[0].tls.minimum: \"TLSv1.1\" is not known; "
                                + "write \"TLSv1.2\" or \"TLSv1.3\"");
    }

    private String clients(String value) {
        return listeners("{ address: \":1\", tls: { certificate: certs/billing.crt, key: certs/billing.key, "
                + "client-certificates: " + value + " } }");
    }

    private ClientCertificates loadedClients(String value) {
        return folder.loaded(clients(value)).listeners().get(0).tls().clients();
    }

    @Test
    void client_certificates_are_none_or_judged_by_an_authority() {
        folder.file("certs/clients-ca.crt", "authority");
        assertThat(loadedClients("none")).isEqualTo(ClientCertificates.NONE);
        assertThat(loadedClients("{ mode: none, trust: certs/clients-ca.crt }")).isEqualTo(ClientCertificates.NONE);
        assertThat(loadedClients("{ mode: required, trust: certs/clients-ca.crt }"))
                .isEqualTo(new ClientCertificates(Mode.REQUIRED, folder.path("certs/clients-ca.crt")));
        assertThat(loadedClients("{ mode: optional, trust: certs/clients-ca.crt }")
                        .mode())
                .isEqualTo(Mode.OPTIONAL);
    }

    @Test
    void client_certificates_without_an_authority_are_refused() {
        String key = "listeners[0].tls.client-certificates";
        String what = key + ": says nothing of who may have issued them; "
                + "write { mode: required, trust: certs/clients-ca.crt }";
        assertThat(folder.whats(clients("required"))).containsExactly(what);
        assertThat(folder.whats(clients("{ mode: required }"))).containsExactly(what);
        assertThat(folder.whats(clients("{ mode: required, trust: certs/nobody.crt }")))
                .singleElement()
                .asString()
                .startsWith(key + ".trust: \"certs/nobody.crt\" does not exist; ");
        assertThat(folder.whats(clients("{ trust: certs/billing.crt }")))
                .containsExactly(key + ".trust: has no use without a mode; " + "add mode: required or mode: optional");
        assertThat(folder.whats(clients("sometimes")))
                .containsExactly(key + ": \"sometimes\" is not known; write \"none\" or \"optional\" or \"required\"");
    }

    @Test
    void senders_of_the_proxy_protocol_are_networks() {
        GatewayConfig config = folder.loaded(listeners(
                "{ name: public, address: \":1\", " + TLS + ", proxy-protocol-from: [10.0.0.7, \"2001:db8::/32\"] }",
                "{ address: \":2\", redirect-to: public, proxy-protocol-from: [10.0.0.7] }"));
        assertThat(config.listeners().get(0).proxyProtocolFrom()).hasToString("[10.0.0.7, 2001:db8::/32]");
        assertThat(config.listeners().get(1).proxyProtocolFrom()).hasToString("[10.0.0.7]");
        assertThat(folder.whats(ConfigFolder.top("admin: { address: \":3\", proxy-protocol-from: [10.0.0.7] }")))
                .singleElement()
                .asString()
                .startsWith("admin.proxy-protocol-from: ");
    }

    @Test
    void networks_are_written_in_full() {
        assertThat(folder.problems(
                        listeners("{ address: \":1\", " + TLS + ", trusted-proxies: [10.0.0.1/8, lan, \"::/129\"] }")))
                .extracting(problem -> problem.substring(problem.indexOf(": ") + 2))
                .containsExactly(
                        "listeners[0].trusted-proxies[0]: \"10.0.0.1/8\" has bits set beyond its first 8; "
                                + "give the network's first address",
                        "listeners[0].trusted-proxies[1]: \"lan\" is not a network; "
                                + "write a network such as 10.0.0.0/8 or 2001:db8::/32",
                        "listeners[0].trusted-proxies[2]: \"::/129\" has no length from 0 to 128; "
                                + "write a network such as 10.0.0.0/8 or 2001:db8::/32");
    }

    @Test
    void the_admin_listener_takes_the_first_certificate_there_is() {
        GatewayConfig config = folder.loaded(ConfigFolder.top("admin: { address: 127.0.0.1:9443 }"));
        assertThat(config.admin().allow()).hasToString("[127.0.0.0/8]");
        assertThat(config.adminTls()).isSameAs(config.listeners().get(0).tls());
    }

    @Test
    void the_admin_listener_takes_the_certificate_without_what_its_listener_asks_of_clients() {
        folder.file("certs/clients-ca.crt", "authority");
        GatewayConfig config = folder.loaded(
                clients("{ mode: required, trust: certs/clients-ca.crt }") + "admin: { address: 127.0.0.1:9443 }\n");
        assertThat(config.adminTls().certificates())
                .isEqualTo(config.listeners().get(0).tls().certificates());
        assertThat(config.adminTls().clients()).isEqualTo(ClientCertificates.NONE);
    }

    @Test
    void the_admin_listener_may_have_a_certificate_of_its_own() {
        GatewayConfig config =
                folder.loaded(ConfigFolder.top("admin: { address: 127.0.0.1:9443, allow: [\"::1\"], " + TLS + " }"));
        assertThat(config.adminTls()).isSameAs(config.admin().tls());
        assertThat(config.admin().allow()).hasToString("[::1]");
    }
}
