package io.tollgate.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResidentTest {
    @Test
    void what_is_resident_is_read_as_the_kernel_writes_it() {
        assertThat(Resident.parse(List.of("Name:\tjava", "VmPeak:\t 9000 kB", "VmRSS:\t  123456 kB")))
                .isEqualTo(123_456L * 1024);
    }
}
