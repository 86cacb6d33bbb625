package io.tollgate.filters.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.Test;

final class Argon2MemoryTest {
    private static byte[] byBouncyCastle(Phc.Cost cost, byte[] password, byte[] salt, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKib())
                .withIterations(cost.passes())
                .withParallelism(cost.lanes())
                .withSalt(salt)
                .build());
        byte[] tag = new byte[length];
        generator.generateBytes(password, tag);
        return tag;
    }

    @Test
    void it_is_what_another_implementation_makes_whatever_the_cost_and_the_lengths() {
        Random random = new Random(9106);
        for (int i = 0; i < 150; i++) {
            Phc.Cost cost = new Phc.Cost(8 + random.nextInt(i % 10 == 0 ? 3000 : 600), 1 + random.nextInt(4), 1);
            byte[] password = new byte[random.nextInt(200)];
            byte[] salt = new byte[8 + random.nextInt(56)];
            random.nextBytes(password);
            random.nextBytes(salt);
            int length = 4 + random.nextInt(i % 3 == 0 ? 200 : 61);

            assertThat(new Argon2Memory(cost).tag(password, salt, length))
                    .as("%s, %d bytes", cost, length)
                    .isEqualTo(byBouncyCastle(cost, password, salt, length));
        }
    }

    @Test
    void it_is_what_the_reference_implementation_makes() {
        // Of the tests of the reference implementation: version 0x13, t=2, m=2^16, p=1, "password", "somesalt".
        byte[] tag = new Argon2Memory(new Phc.Cost(1 << 16, 2, 1))
                .tag(
                        "password".getBytes(StandardCharsets.US_ASCII),
                        "somesalt".getBytes(StandardCharsets.US_ASCII),
                        32);

        assertThat(HexFormat.of().formatHex(tag))
                .isEqualTo("09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7");
    }

    @Test
    void the_next_hash_in_the_same_memory_knows_nothing_of_the_one_before() {
        Phc.Cost cost = new Phc.Cost(64, 2, 1);
        byte[] salt = new byte[16];
        Argon2Memory memory = new Argon2Memory(cost);
        byte[] first = memory.tag(new byte[] {1}, salt, 32);
        memory.tag(new byte[] {2}, salt, 32);

        assertThat(memory.tag(new byte[] {1}, salt, 32)).isEqualTo(first);
        assertThat(first).isEqualTo(byBouncyCastle(cost, new byte[] {1}, salt, 32));
    }

    @Test
    void several_lanes_are_not_for_it() {
        assertThatThrownBy(() -> new Argon2Memory(new Phc.Cost(64, 2, 2))).isInstanceOf(IllegalArgumentException.class);
    }
}
