package io.tollgate.proxy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

final class LegacyRoutesTest {

    private final LegacyRoutes routes = LegacyBilling.routes(new BillingData(LocalDate.of(2026, 11, 22)));

    @Test
    void head_is_answered_by_the_page_for_get() {
        assertThat(routes.find("HEAD", "/invoices/").page()).hasSize(1);
    }

    @Test
    void a_wrong_method_names_the_right_ones() {
        assertThat(routes.find("PUT", "/invoices/2003-0117").allowed()).containsExactly("GET", "HEAD", "DELETE");
        assertThat(routes.find("GET", "/invoices/2003-0117/delete").allowed()).containsExactly("POST");
    }

    @Test
    void an_unknown_path_has_neither_page_nor_methods() {
        assertThat(routes.find("GET", "/nothing").page()).isEmpty();
        assertThat(routes.find("GET", "/nothing").allowed()).isEmpty();
        assertThat(routes.find("GET", "").page()).isEmpty();
    }

    @Test
    void empty_segments_are_merged_as_old_servers_do() {
        assertThat(routes.find("GET", "//invoices///").page()).hasSize(1);
    }

    @Test
    void a_trailing_slash_makes_another_path() {
        assertThat(routes.find("GET", "/patients/17/").page()).isEmpty();
    }
}
