package io.tollgate.filters.factor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TotpTest {
    private static final byte[] SEED = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    /** RFC 6238 appendix B, the rows of SHA-1; eight digits there. */
    @ParameterizedTest
    @CsvSource({
        "59, 94287082",
        "1111111109, 07081804",
        "1111111111, 14050471",
        "1234567890, 89005924",
        "2000000000, 69279037",
        "20000000000, 65353130"
    })
    void the_vectors_of_the_standard_come_out(long seconds, String expected) {
        int code = Totp.code(SEED, Totp.step(Instant.ofEpochSecond(seconds)), 8);

        assertThat(String.format("%08d", code)).isEqualTo(expected);
        assertThat(Totp.code(SEED, Totp.step(Instant.ofEpochSecond(seconds)), 6))
                .isEqualTo(Integer.parseInt(expected.substring(2)));
    }

    /** RFC 4226 appendix D. */
    @ParameterizedTest
    @CsvSource({"0, 755224", "1, 287082", "2, 359152", "5, 254676", "9, 520489"})
    void the_vectors_of_the_standard_below_it_come_out(long counter, int expected) {
        assertThat(Totp.code(SEED, counter, 6)).isEqualTo(expected);
    }

    @Test
    void a_clock_may_be_one_step_wrong_and_no_more() {
        for (long off = -1; off <= 1; off++) {
            assertThat(Totp.matching(SEED, Totp.code(SEED, 1000 + off, 6), 1000))
                    .isEqualTo(1000 + off);
        }
        assertThat(Totp.matching(SEED, Totp.code(SEED, 998, 6), 1000)).isEqualTo(Totp.NONE);
        assertThat(Totp.matching(SEED, Totp.code(SEED, 1002, 6), 1000)).isEqualTo(Totp.NONE);
        assertThat(Totp.matching(SEED, 1_000_000 + Totp.code(SEED, 1000, 6), 1000))
                .isEqualTo(Totp.NONE);
    }

    @Test
    void a_seed_is_read_by_apps_as_base32() {
        assertThat(SeedText.base32(SEED)).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assertThat(SeedText.base32("foob".getBytes(StandardCharsets.US_ASCII))).isEqualTo("MZXW6YQ");
        assertThat(SeedText.grouped("GEZDGNBVGY", " ")).isEqualTo("GEZD GNBV GY");
        assertThat(SeedText.uri("billing.clinic.example", "ann+1:ü@x.example", "MZXW6YQ"))
                .isEqualTo("otpauth://totp/billing.clinic.example:ann%2B1%3A%C3%BC@x.example?secret=MZXW6YQ"
                        + "&issuer=billing.clinic.example&algorithm=SHA1&digits=6&period=30");
    }
}
