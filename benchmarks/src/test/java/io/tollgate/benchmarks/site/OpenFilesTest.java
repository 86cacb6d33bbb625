package io.tollgate.benchmarks.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.benchmarks.BenchmarkException;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenFilesTest {
    private static final List<String> LIMITS = List.of(
            "Limit                     Soft Limit           Hard Limit           Units     ",
            "Max processes             96123                96123                processes ",
            "Max open files            1024                 20000                files     ");

    @Test
    void limits_are_read_as_the_kernel_writes_them() {
        assertThat(OpenFiles.parse(LIMITS)).isEqualTo(new OpenFiles(1024, 20_000));
        assertThat(OpenFiles.parse(List.of("Max open files            unlimited            unlimited            files"))
                        .clients())
                .isEqualTo(100_000);
        assertThatThrownBy(() -> OpenFiles.parse(List.of())).isInstanceOf(BenchmarkException.class);
    }

    @Test
    void a_gateway_needs_two_files_for_each_client_and_some_to_spare() {
        assertThat(new OpenFiles(1024, 20_000).clients()).isEqualTo(9_797);
        assertThat(new OpenFiles(64, 64).clients()).isZero();
    }

    @Test
    void what_is_missing_is_told_with_what_to_do() {
        assertThat(new OpenFiles(1024, 20_000).shortfall(9_000)).isEmpty();
        assertThat(new OpenFiles(1024, 20_000).shortfall(10_000))
                .contains("20,000 files", "9,797 clients", "not 10,000", "ulimit -n 20406");
    }
}
