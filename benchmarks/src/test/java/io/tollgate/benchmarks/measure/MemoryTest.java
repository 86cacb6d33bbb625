package io.tollgate.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryTest {
    private static final String PARALLEL = """
        28808:
        PSYoungGen      total 113152K, used 31294K [0x0000000782700000, 0x000000078a500000, 0x0000000800000000)
         eden space 97280K, 32% used [0x0000000782700000,0x000000078458f860,0x0000000788600000)
        ParOldGen       total 258048K, used 1166K [0x0000000687400000, 0x0000000697000000, 0x0000000782700000)
         object space 258048K, 0% used [0x0000000687400000,0x0000000687523ab8,0x0000000697000000)
         Metaspace       used 3000K, committed 3100K, reserved 1100000K
        """;

    private static final String G1 = """
        29096:
        garbage-first heap   total reserved 6172672K, committed 393216K, used 12531K [0x0000000687400000, 0x0000000800000000)
         region size 4096K, 3 young (12288K), 1 survivors (4096K)
        """;

    @Test
    void the_heap_is_the_sum_of_its_generations_without_the_metaspace() {
        assertThat(Memory.used(PARALLEL)).isEqualTo((31294 + 1166) * 1024L);
        assertThat(Memory.used(G1)).isEqualTo(12531 * 1024L);
    }

    @Test
    void what_lies_in_the_heap_is_not_counted_again_outside_of_it() {
        List<String> smaps = List.of(
                "687400000-697000000 rw-p 00000000 00:00 0",
                "Private_Clean:         0 kB",
                "Private_Dirty:      9999 kB",
                "7f0000000000-7f0000100000 rw-p 00000000 00:00 0",
                "Private_Clean:         3 kB",
                "Private_Dirty:         5 kB",
                "VmFlags: rd wr mr mw me ac");

        assertThat(Memory.resident(smaps, Memory.spaces(PARALLEL))).isEqualTo(8 * 1024L);
        assertThat(Memory.resident(smaps, List.of())).isEqualTo(10_007 * 1024L);
    }
}
