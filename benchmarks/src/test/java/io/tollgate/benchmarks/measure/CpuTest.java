package io.tollgate.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CpuTest {
    @Test
    void a_name_with_blanks_and_brackets_does_not_shift_the_fields() {
        String stat = "4711 (a (strange) name) S 1 4711 4711 0 -1 4194304 100 0 0 0 250 31 7 2 20 0 1 0 99 0 0";

        assertThat(Cpu.afterName(stat).subList(11, 15)).containsExactly("250", "31", "7", "2");
    }

    @Test
    void what_this_process_took_grows() {
        long pid = ProcessHandle.current().pid();
        long before = Cpu.nanos(pid);
        long until = System.nanoTime() + 60_000_000;
        long spun = 0;
        while (System.nanoTime() < until) {
            spun++;
        }

        assertThat(spun).isPositive();
        assertThat(Cpu.nanos(pid)).isGreaterThanOrEqualTo(before);
    }

    @Test
    void the_share_of_compilers_is_of_the_cpu_time_and_never_more_than_all_of_it() {
        assertThat(new Spent(2_000, 100, 9_999).compilerShare()).isEqualTo(0.05);
        assertThat(new Spent(2_000, 3_000, 9_999).compilerShare()).isEqualTo(1);
        assertThat(new Spent(0, 0, 9_999).compilerShare()).isZero();
    }
}
