package io.tollgate.filters.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LogPathTest {
    @ParameterizedTest
    @CsvSource({
        "/invoices/17, /invoices/17",
        "/invoices/17?token=secret, /invoices/17",
        "/a;jsessionid=1F/b;x=1/c?y=;z, /a/b/c",
        "/a;jsessionid=1F, /a",
        "/?q=/x, /",
    })
    void query_and_path_parameters_are_not_logged(String target, String logged) {
        assertThat(LogPath.of(target)).isEqualTo(logged);
    }
}
