package io.tollgate.filters;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.ExternalOrigin;
import io.tollgate.config.ReachConfig;
import io.tollgate.filters.access.Rules;
import io.tollgate.filters.chain.Exchange;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UrlMappingTest {
    private final Exchange usual = asked("http://127.0.0.1:8080", ReachConfig.USUAL);
    private final Exchange published = asked(
            "http://127.0.0.1:8080", new ReachConfig(new ExternalOrigin("Clinic.example", 8443), List.of(), Set.of()));

    private static Exchange asked(String endpoint, ReachConfig reach) {
        return new Exchanges(Exchanges.app("billing", List.of(), "/", endpoint, reach, new Rules()))
                .exchange("GET", "/x", "Host", "billing.example");
    }

    @ParameterizedTest
    @CsvSource({
        "http://billing.example/x?y=1, https://billing.example/x?y=1",
        "HTTP://BILLING.example:443/x, https://billing.example/x",
        "http://billing.example:8080?y, https://billing.example?y",
        "//billing.example:80/x, https://billing.example/x",
        "http://127.0.0.1:8080/x#y, https://billing.example/x#y",
        "http://billing.example, https://billing.example"
    })
    void what_the_app_writes_of_itself_is_written_as_clients_see_it(String written, String seen) {
        assertThat(UrlMapping.toClient(usual, written)).isEqualTo(seen);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/x",
                "x/y",
                "mailto:a@billing.example",
                "https://billing.example/x",
                "https://billing.example:9443/x",
                "http://billing.example:9090/x",
                "http://127.0.0.1:9090/x",
                "http://billing.example.evil.example/x",
                "http://evil.example/http://billing.example/",
                "http://billing.example@evil.example/",
                "http://billing.example:8080@evil.example/",
                "http://billing.example:808080/x",
                "http:///x"
            })
    void what_is_relative_or_somebody_elses_passes_as_it_is(String written) {
        assertThat(UrlMapping.toClient(usual, written)).isSameAs(written);
    }

    @Test
    void an_app_behind_another_front_is_seen_by_that_ones_name_and_port() {
        assertThat(UrlMapping.scheme(published)).isEqualTo("https");
        assertThat(UrlMapping.authority(published)).isEqualTo("clinic.example:8443");
        assertThat(UrlMapping.toClient(published, "http://billing.example/x"))
                .isEqualTo("https://clinic.example:8443/x");
        assertThat(UrlMapping.toClient(published, "http://clinic.example:8443/x"))
                .isEqualTo("https://clinic.example:8443/x");
        assertThat(UrlMapping.toClient(published, "https://billing.example/x"))
                .isEqualTo("https://clinic.example:8443/x");
    }

    @Test
    void what_a_client_writes_of_the_app_is_written_as_the_app_sees_it() {
        assertThat(UrlMapping.toApp(usual, "https://billing.example:443/x")).isEqualTo("http://billing.example/x");
        assertThat(UrlMapping.toApp(published, "https://clinic.example:8443/x")).isEqualTo("http://billing.example/x");
        for (String other : List.of("http://billing.example/x", "https://evil.example/x", "/x")) {
            assertThat(UrlMapping.toApp(usual, other)).isSameAs(other);
        }
        Exchange encrypted = asked("https://app.internal:8443", ReachConfig.USUAL);
        assertThat(UrlMapping.toApp(encrypted, "https://billing.example/x")).isEqualTo("https://billing.example/x");
    }

    @Test
    void an_endpoint_by_its_number_in_brackets_is_the_app() {
        Exchange exchange = asked("http://[::1]:8080", ReachConfig.USUAL);

        assertThat(UrlMapping.toClient(exchange, "http://[::1]:8080/x")).isEqualTo("https://billing.example/x");
        assertThat(UrlMapping.toClient(exchange, "http://[::2]:8080/x")).isEqualTo("http://[::2]:8080/x");
    }

    @Test
    void the_host_is_the_fields_or_the_authority_of_http2_or_none() {
        Exchanges exchanges = new Exchanges(new Rules());

        assertThat(UrlMapping.asked(exchanges.exchange("GET", "/", ":authority", "h2.example:9443")))
                .isEqualTo("h2.example:9443");
        Exchange nameless = exchanges.exchange("GET", "/");
        assertThat(UrlMapping.asked(nameless)).isEmpty();
        assertThat(UrlMapping.toApp(nameless, "https://billing.example/x")).isEqualTo("https://billing.example/x");
    }

    @Test
    void a_path_on_this_host_is_told_from_one_on_another() {
        assertThat(UrlMapping.restOnThisHost(usual, "https://billing.example/a?b"))
                .isEqualTo("/a?b");
        assertThat(UrlMapping.restOnThisHost(usual, "https://evil.example/a")).isNull();
        assertThat(UrlMapping.restOnThisHost(usual, "http://billing.example/a")).isNull();
    }
}
