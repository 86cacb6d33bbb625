package io.tollgate.filters.seal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tollgate.filters.seal.SealException.Fault;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SealerTest {
    private static final String TEXT = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final byte[] SEED = "12345678901234567890".getBytes(US_ASCII);

    private SealingKey key;
    private SealingKey next;
    private Sealer sealer;

    @BeforeEach
    void keys() throws Exception {
        key = SealingKey.parse(TEXT, "x");
        next = SealingKey.parse(SealingKey.fresh(new SecureRandom()), "next");
        sealer = new Sealer(key, new SecureRandom());
    }

    @Test
    void what_was_sealed_opens() {
        assertThat(sealer.open("totp-seed", "user-1", sealer.seal("totp-seed", "user-1", SEED)))
                .isEqualTo(SEED);
        assertThat(sealer.open("totp-seed", "user-1", sealer.seal("totp-seed", "user-1", new byte[0])))
                .isEmpty();
    }

    @Test
    void the_format_never_changes_between_releases() {
        // HKDF-SHA256(salt "tollgate seal 1", info "key seal totp-seed"), then AES-256-GCM; computed by other means.
        String known = "1.f4c4533166513460.AAECAwQFBgcICQoLC0iEt5vKiLE7kTJ3poNlzzejv667HSzWJ-uymUtw1mkFhidp";

        assertThat(new Sealer(key, new Counting()).seal("totp-seed", "user-1", SEED))
                .isEqualTo(known);
        assertThat(sealer.open("totp-seed", "user-1", known)).isEqualTo(SEED);
    }

    @Test
    void two_seals_of_the_same_bytes_differ() {
        String first = sealer.seal("totp-seed", "user-1", SEED);
        String second = sealer.seal("totp-seed", "user-1", SEED);

        assertThat(first.substring(0, 19)).isEqualTo(second.substring(0, 19));
        assertThat(first.substring(19, 35)).isNotEqualTo(second.substring(19, 35));
        assertThat(first.substring(35)).isNotEqualTo(second.substring(35));
    }

    @Test
    void another_row_is_refused() {
        String sealed = sealer.seal("totp-seed", "user-1", SEED);

        refused(
                Fault.NOT_GENUINE,
                "the value of totp-seed for user-2 is not what was sealed there",
                "totp-seed",
                "user-2",
                sealed);
    }

    @Test
    void another_purpose_is_refused() {
        String sealed = sealer.seal("totp-seed", "user-1", SEED);

        refused(
                Fault.NOT_GENUINE,
                "the value of audit-key for user-1 is not what was sealed",
                "audit-key",
                "user-1",
                sealed);
        refused(Fault.NOT_GENUINE, "not what was sealed", "totp-see", "duser-1", sealed);
    }

    @Test
    void another_key_is_refused_by_name() {
        String sealed = new Sealer(next, new SecureRandom()).seal("totp-seed", "user-1", SEED);

        refused(
                Fault.OTHER_KEY,
                "was sealed with the key " + next.id() + ", and the sealing key is " + key.id(),
                "totp-seed",
                "user-1",
                sealed);
    }

    @Test
    void another_keys_value_under_this_keys_name_is_refused() {
        String sealed = new Sealer(next, new SecureRandom()).seal("totp-seed", "user-1", SEED);

        refused(Fault.NOT_GENUINE, "not what was sealed", "totp-seed", "user-1", sealed.replace(next.id(), key.id()));
    }

    @Test
    void every_changed_byte_is_noticed() {
        String sealed = sealer.seal("totp-seed", "user-1", SEED);
        SealedValue value = SealedValue.parse(sealed);
        for (int at = 0; at < value.nonce().length; at++) {
            value.nonce()[at] ^= 1;
            refused(Fault.NOT_GENUINE, "changed", "totp-seed", "user-1", value.toString());
            value.nonce()[at] ^= 1;
        }
        for (int at = 0; at < value.sealed().length; at++) {
            value.sealed()[at] ^= (byte) 0x80;
            refused(Fault.NOT_GENUINE, "changed", "totp-seed", "user-1", value.toString());
            value.sealed()[at] ^= (byte) 0x80;
        }
        assertThat(value).hasToString(sealed);
    }

    @Test
    void what_was_never_sealed_is_refused_without_being_quoted() {
        String sealed = sealer.seal("totp-seed", "user-1", SEED);

        for (String text : new String[] {
            "",
            "JBSWY3DPEHPK3PXP",
            sealed.substring(0, 19),
            sealed.substring(0, 39),
            "2" + sealed.substring(1),
            sealed + "!"
        }) {
            refused(Fault.NOT_SEALED, "a value that should be sealed is not", "totp-seed", "user-1", text);
        }
        refused(Fault.NOT_GENUINE, "changed", "totp-seed", "user-1", sealed.substring(0, 59));
    }

    @Test
    void after_a_rotation_both_open_and_the_newer_seals() {
        String before = sealer.seal("totp-seed", "user-1", SEED);

        sealer.rotated(next);
        String renewed = sealer.renewed("totp-seed", "user-1", before);

        assertThat(Sealer.keyOf(before)).isEqualTo(key.id());
        assertThat(Sealer.keyOf(renewed)).isEqualTo(next.id()).isEqualTo(sealer.keyId());
        assertThat(sealer.open("totp-seed", "user-1", before)).isEqualTo(SEED);
        assertThat(sealer.open("totp-seed", "user-1", renewed)).isEqualTo(SEED);
        assertThat(sealer.renewed("totp-seed", "user-1", renewed)).isSameAs(renewed);
        assertThat(new Sealer(next, new SecureRandom()).open("totp-seed", "user-1", renewed))
                .isEqualTo(SEED);
    }

    @Test
    void nothing_is_renewed_that_does_not_open() {
        String before = sealer.seal("totp-seed", "user-1", SEED);
        sealer.rotated(next);

        assertThatExceptionOfType(SealException.class)
                .isThrownBy(() -> sealer.renewed("totp-seed", "user-2", before))
                .matches(refusal -> refusal.fault() == Fault.NOT_GENUINE);
    }

    @Test
    void what_was_given_to_be_sealed_stays_the_callers() {
        byte[] mine = SEED.clone();

        sealer.seal("totp-seed", "user-1", mine);

        assertThat(mine).isEqualTo(SEED);
    }

    private void refused(Fault fault, String message, String purpose, String row, String sealed) {
        assertThatExceptionOfType(SealException.class)
                .isThrownBy(() -> sealer.open(purpose, row, sealed))
                .withMessageContaining(message)
                .withMessageNotContaining("JBSWY3DPEHPK3PXP")
                .matches(refusal -> refusal.fault() == fault);
    }

    /** Gives 0, 1, 2 … where randomness is asked for. */
    private static final class Counting extends SecureRandom {
        private static final long serialVersionUID = 1;

        @Override
        public void nextBytes(byte[] bytes) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) i;
            }
        }
    }
}
