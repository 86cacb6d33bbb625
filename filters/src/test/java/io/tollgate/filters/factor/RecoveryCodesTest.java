package io.tollgate.filters.factor;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class RecoveryCodesTest {
    @Test
    void ten_codes_of_120_bits_are_written_in_groups_without_look_alikes() {
        List<String> codes = RecoveryCodes.random(new SecureRandom());

        assertThat(codes)
                .hasSize(10)
                .allMatch(code -> code.matches("([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}"));
        assertThat(new HashSet<>(codes)).hasSize(10);
    }

    @Test
    void what_is_typed_a_little_differently_is_the_same_code() {
        String code = "7K3M-9QXP-2HVD-R4TB-WN6C-J010";
        String read = RecoveryCodes.read(code);

        assertThat(read).isEqualTo("7K3M9QXP2HVDR4TBWN6CJ010");
        for (String typed : List.of(
                code.toLowerCase(Locale.ROOT),
                code.replace("-", ""),
                code.replace("-", " "),
                " " + code + "\r\n",
                code.replace('-', '\u2013'),
                "7K3M-9QXP-2HVD-R4TB-WN6C-JoIO",
                "7k3m 9qxp 2hvd r4tb wn6c jOlo")) {
            assertThat(RecoveryCodes.read(typed)).as(typed).isEqualTo(read);
        }
        for (String typed : List.of("", "7K3M", code + "7", code.replace('7', 'U'), code.replace('7', '_'))) {
            assertThat(RecoveryCodes.read(typed)).as(typed).isNull();
        }
    }

    @Test
    void a_hash_is_of_one_user_and_one_code() {
        String hash = RecoveryCodes.hash("u1", "7K3M9QXP2HVDR4TBWN6CJ010");

        assertThat(hash).hasSize(64).isEqualTo(RecoveryCodes.hash("u1", "7K3M9QXP2HVDR4TBWN6CJ010"));
        assertThat(hash).isNotEqualTo(RecoveryCodes.hash("u2", "7K3M9QXP2HVDR4TBWN6CJ010"));
        assertThat(hash).isNotEqualTo(RecoveryCodes.hash("u1", "7K3M9QXP2HVDR4TBWN6CJ011"));
    }
}
