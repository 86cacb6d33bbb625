package io.tollgate.filters.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.codec.digest.Crypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hashes were made by other programs: libxcrypt, Apache's htpasswd, OpenSSL, Python. */
final class ImportedHashTest {
    private static final String PASSWORD = "vier schwarze K\u00e4tzchen";
    private static final String BCRYPT = "$2b$05$abcdefghijklmnopqrstuuv3etF6rwmyZze4n5k4bJI/k1DnFUWZe";

    private final ImportedHasher hasher = new ImportedHasher(new FakeHasher());

    @ParameterizedTest
    @ValueSource(
            strings = {
                BCRYPT,
                "$2a$05$abcdefghijklmnopqrstuuv3etF6rwmyZze4n5k4bJI/k1DnFUWZe",
                "$2y$10$DE0WIANPYYHig9IihXpEvezcwh11hoFVnsfYBnlqxlpdQk5NdFmmC",
                "$pbkdf2-sha256$i=29000,l=32$AAECAwQFBgcICQoLDA0ODw$Y++UN7rYxSPlxh4Xn+dBZrG+Jo+81wNvwuosGm/iXUI",
                "$pbkdf2-sha256$29000$AAECAwQFBgcICQoLDA0ODw$Y..UN7rYxSPlxh4Xn.dBZrG.Jo.81wNvwuosGm/iXUI",
                "$pbkdf2-sha512$i=210000,l=64$AAECAwQFBgcICQoLDA0ODw$evE055sKvAXYY+e/2hxlzCCUeezREcb0VNIaaVLDn6phYtKd0SZ"
                        + "INJggL/aZK2UIg2SH2Gx3+BEu4CiO5XuyfA",
                "$pbkdf2-sha1$i=1000$AAECAwQFBgcICQoLDA0ODw$rxva4Y+J3D3omCTidN8wp6E7ri0",
                "$pbkdf2$1000$AAECAwQFBgcICQoLDA0ODw$rxva4Y.J3D3omCTidN8wp6E7ri0",
                "pbkdf2_sha256$120000$Ab3dEf5hIj7k$I5/OBPBnR7lBqsWkt5kdRBxSwl26lo6asOf4snSJ2HY=",
                "$5$saltstring$Dphc00e3JA06.P8zgq7Rk14cJUEKj.FH3vjksgE4v67",
                "$6$saltstring$4W8nllZv538oGhA2BkEKhIj9UMqwg5RmGbi/pIbP4ucvqcMdL3AyUEc3g.81DFDhr2jJpQ0jW9pemmsjH8P5O0",
                "$6$rounds=10000$saltstring$KDlqFPoFoXzlK88J.ZVl1xBBvS5.AOepM0oMIcbnxW5zfJmP8yD6NrM.0luEjcZnk1fwY7y/wpK0X"
                        + ".SAQIEHr0",
                "{SSHA}sMJWc2GvOjupvawN6MrALtr+jxIAAQIDBAUGBw==",
                "{SSHA256}f6BRsdkFl3M3EJo2W/Uf5an5fHQorncTp/dfJIi891YAAQIDBAUGBw==",
                "{SSHA512}QyH8gyV7lOVco5Dd9iWEt2jlREFx7UUTtPpbmNE/3qfTu4EOhPL859nzLK2Hbcn/+5JnWWsbWas4cIMww9rT+gABAgMEBQYH"
            })
    void a_hash_of_another_product_is_compared_with(String encoded) {
        PasswordHash hash = new PasswordHash(encoded);
        assertThat(hasher.matches(hash, PASSWORD.toCharArray())).isTrue();
        assertThat(hasher.matches(hash, "vier schwarze Ka\u0308tzchen".toCharArray()))
                .isTrue();
        assertThat(hasher.matches(hash, "vier schwarze Kaetzchen".toCharArray()))
                .isFalse();
        assertThat(hasher.matches(hash, new char[0])).isFalse();
        assertThat(hasher.isOutdated(hash)).isTrue();

        PasswordHash dummy = hasher.dummy(hash);
        assertThat(dummy.encoded()).hasSameSizeAs(encoded).isNotEqualTo(encoded);
        assertThat(ImportedHash.required(dummy.encoded())).hasSameClassAs(ImportedHash.required(encoded));
        assertThat(hasher.matches(dummy, PASSWORD.toCharArray())).isFalse();
        assertThat(ImportedHash.required(encoded).toString()).doesNotContain(encoded.substring(encoded.length() - 8));
    }

    @Test
    void a_comparison_with_one_costs_one_of_ours_beside_it() {
        FakeHasher ours = new FakeHasher();
        new ImportedHasher(ours).matches(new PasswordHash(BCRYPT), "wrong".toCharArray());
        assertThat(ours.dummies.get()).isEqualTo(1);
        assertThat(ours.compared.get()).isZero();
    }

    @Test
    void ours_are_none_of_them() {
        for (String ours : List.of(
                "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA", "$fake$x", "")) {
            assertThat(ImportedHash.parse(ours)).isNull();
        }
        assertThat(hasher.isOutdated(FakeHasher.of("x"))).isFalse();
        assertThat(hasher.dummy(FakeHasher.of("x"))).isEqualTo(hasher.dummy());
    }

    @Test
    void what_costs_too_much_or_can_not_be_right_is_refused_without_being_quoted() {
        String salted = "$AAECAwQFBgcICQoLDA0ODw$Y++UN7rYxSPlxh4Xn+dBZrG+Jo+81wNvwuosGm/iXUI";
        for (String bad : List.of(
                BCRYPT.replace("$05$", "$15$"),
                BCRYPT.replace("$05$", "$03$"),
                "$pbkdf2-sha256$i=2000001,l=32" + salted,
                "$pbkdf2-sha256$i=9999999999,l=32" + salted,
                "$pbkdf2-sha256$i=1000,l=32$AAECAwQFBgcICQoLDA0ODw$AAAA",
                "$pbkdf2-sha256$i=1000,l=32$AAECAwQFBgcICQoLDA0ODw$!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!",
                "$6$rounds=1000001$saltstring$" + "x".repeat(86),
                "$6$rounds=999$saltstring$" + "x".repeat(86),
                "{SSHA}sMJWc2GvOjupvawN6MrALtr+jxI=")) {
            assertThatThrownBy(() -> ImportedHash.required(bad))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("AAEC")
                    .hasMessageNotContaining("salt$")
                    .hasNoCause();
        }
        for (String unknown : List.of(
                "5f4dcc3b5aa765d61d8327deb882cf99",
                "{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=",
                "$1$saltstri$xxxxxxxxxxxxxxxxxxxxxx",
                "$2x" + BCRYPT.substring(3),
                "$6$saltstring$" + "x".repeat(43),
                "secret")) {
            assertThatThrownBy(() -> ImportedHash.required(unknown)).hasMessageStartingWith("is none of the forms");
        }
    }

    @Test
    void what_is_quickly_guessed_from_is_weak() {
        assertThat(ImportedHash.required(BCRYPT).isWeak()).isTrue();
        assertThat(ImportedHash.required(BCRYPT.replace("$05$", "$10$")).isWeak())
                .isFalse();
        assertThat(ImportedHash.required("{SSHA}sMJWc2GvOjupvawN6MrALtr+jxIAAQIDBAUGBw==")
                        .isWeak())
                .isTrue();
        assertThat(ImportedHash.required("$5$saltstring$" + "x".repeat(43)).isWeak())
                .isFalse();
        assertThat(ImportedHash.required("$5$rounds=1000$saltstring$" + "x".repeat(43))
                        .isWeak())
                .isTrue();
        assertThat(ImportedHash.required(
                                "pbkdf2_sha256$120000$Ab3dEf5hIj7k$I5/OBPBnR7lBqsWkt5kdRBxSwl26lo6asOf4snSJ2HY=")
                        .isWeak())
                .isFalse();
    }

    @Test
    void what_nobody_types_is_not_compared_with_at_length() {
        String longest = "x".repeat(ImportedHasher.MOST_BYTES);
        assertThat(hasher.matches(shaCrypt(longest), longest.toCharArray())).isTrue();
        String longer = longest + "x";
        assertThat(hasher.matches(shaCrypt(longer), longer.toCharArray())).isFalse();
        assertThat(hasher.matches(shaCrypt(""), longer.toCharArray())).isFalse();
    }

    private static PasswordHash shaCrypt(String password) {
        return new PasswordHash(Crypt.crypt(password.getBytes(StandardCharsets.UTF_8), "$5$rounds=1000$saltstring"));
    }

    @Test
    void bcrypt_sees_as_many_bytes_as_it_does_everywhere() {
        byte[] text = "x".repeat(100).getBytes(StandardCharsets.US_ASCII);
        assertThat(ImportedHash.required(BCRYPT).matches(text)).isFalse();
        assertThat(ImportedHash.required(BCRYPT).matches(new byte[0])).isFalse();
    }
}
