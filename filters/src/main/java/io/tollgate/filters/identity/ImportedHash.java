package io.tollgate.filters.identity;

import io.tollgate.filters.identity.ImportedHash.BCrypt;
import io.tollgate.filters.identity.ImportedHash.Pbkdf2;
import io.tollgate.filters.identity.ImportedHash.SaltedSha;
import io.tollgate.filters.identity.ImportedHash.ShaCrypt;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.apache.commons.codec.digest.Crypt;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.jspecify.annotations.Nullable;

/**
 * A password hash as another product made it, read and in bounds: it can be compared with, and nothing new is made in its
 * form. Immutable. What it costs is bounded, so that a hash from elsewhere can't take all processors.
 */
sealed interface ImportedHash permits BCrypt, Pbkdf2, ShaCrypt, SaltedSha {
    /** Whether it was made of these bytes. */
    boolean matches(byte[] text);

    /** Whether whoever got hold of it guesses from it quickly, so that the password can't be relied upon. */
    boolean isWeak();

    /** Such a hash of the same form and cost, of a password that nobody knows. */
    String dummy();

    /** Reads a hash; null where it has none of these forms. Throws, without quoting it, where it is out of bounds. */
    static @Nullable ImportedHash parse(String encoded) {
        ImportedHash hash = BCrypt.parse(encoded);
        hash = hash != null ? hash : Pbkdf2.parse(encoded);
        hash = hash != null ? hash : ShaCrypt.parse(encoded);
        return hash != null ? hash : SaltedSha.parse(encoded);
    }

    /** Reads one that is to be taken over; throws, without quoting it, where it can't be compared with. */
    static ImportedHash required(String encoded) {
        ImportedHash hash = parse(encoded);
        if (hash == null) {
            throw new IllegalArgumentException("is none of the forms that can be taken over (bcrypt, PBKDF2, SHA-crypt,"
                    + " LDAP {SSHA}, {SSHA256}, {SSHA512}, Argon2id)");
        }
        return hash;
    }

    private static int bounded(String digits, int most, String what) {
        int cost = digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
        if (cost > most) {
            throw new IllegalArgumentException(
                    "costs too much to compare with (" + what + " above " + most + "); give this user a new password");
        }
        return cost;
    }

    /** {@code $2a$}, {@code $2b$} and {@code $2y$} (Provos and Mazieres, "A Future-Adaptable Password Scheme"). */
    record BCrypt(String encoded, int cost) implements ImportedHash {
        private static final Pattern FORM = Pattern.compile("\\$2[aby]\\$([0-9]{2})\\$[./A-Za-z0-9]{53}");
        private static final int LEAST_COST = 4;
        private static final int MOST_COST = 14;
        private static final int WEAK_BELOW = 10;
        /** What the scheme looks at. */
        private static final int MOST_BYTES = 72;

        static @Nullable BCrypt parse(String encoded) {
            Matcher form = FORM.matcher(encoded);
            if (!form.matches()) {
                return null;
            }
            int cost = bounded(form.group(1), MOST_COST, "a cost");
            if (cost < LEAST_COST) {
                throw new IllegalArgumentException("has a lower cost than its form allows");
            }
            return new BCrypt(encoded, cost);
        }

        @Override
        public boolean matches(byte[] text) {
            byte[] seen = Arrays.copyOf(text, Math.min(text.length, MOST_BYTES));
            try {
                return OpenBSDBCrypt.checkPassword(encoded, seen);
            } finally {
                Arrays.fill(seen, (byte) 0);
            }
        }

        @Override
        public boolean isWeak() {
            return cost < WEAK_BELOW;
        }

        @Override
        public String dummy() {
            return encoded.substring(0, encoded.length() - 31) + ".".repeat(31);
        }

        @Override
        public String toString() {
            return "BCrypt[" + cost + "]";
        }
    }

    /** PBKDF2 (RFC 8018) as PHC strings, passlib and Django write it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared by equals
    record Pbkdf2(String encoded, String digest, int iterations, byte[] salt, byte[] hash) implements ImportedHash {
        private static final Pattern PHC = Pattern.compile(
                "\\$pbkdf2-(sha1|sha256|sha512)\\$i=([0-9]{1,10})(?:,l=[0-9]{1,3})?\\$([^$]{1,172})\\$([^$]{1,172})");
        private static final Pattern PASSLIB =
                Pattern.compile("\\$pbkdf2(|-sha256|-sha512)\\$([0-9]{1,10})\\$([^$]{1,172})\\$([^$]{1,172})");
        private static final Pattern DJANGO =
                Pattern.compile("pbkdf2_(sha1|sha256)\\$([0-9]{1,10})\\$([^$]{1,172})\\$([^$]{1,172})");
        private static final int MOST_ITERATIONS = 2_000_000;
        private static final int WEAK_BELOW = 100_000;
        private static final int LEAST_BYTES = 16;
        private static final int MOST_BYTES = 64;

        static @Nullable Pbkdf2 parse(String encoded) {
            Matcher phc = PHC.matcher(encoded);
            if (phc.matches()) {
                return of(phc, phc.group(1), decoded(phc.group(3)));
            }
            Matcher passlib = PASSLIB.matcher(encoded);
            if (passlib.matches()) {
                String digest =
                        passlib.group(1).isEmpty() ? "sha1" : passlib.group(1).substring(1);
                return of(passlib, digest, decoded(passlib.group(3)));
            }
            Matcher django = DJANGO.matcher(encoded);
            if (django.matches()) { // Its salt is a text.
                return of(django, django.group(1), django.group(3).getBytes(StandardCharsets.UTF_8));
            }
            return null;
        }

        private static Pbkdf2 of(Matcher form, String digest, byte[] salt) {
            int iterations = bounded(form.group(2), MOST_ITERATIONS, "iterations");
            byte[] hash = decoded(form.group(4));
            if (iterations < 1 || hash.length < LEAST_BYTES || hash.length > MOST_BYTES) {
                throw new IllegalArgumentException("is a PBKDF2 hash of a length or count that can't be right");
            }
            return new Pbkdf2(form.group(), digest, iterations, salt, hash);
        }

        /** Base64 with or without padding; passlib writes a dot for the plus. */
        private static byte[] decoded(String text) {
            return base64(text.replace('.', '+'));
        }

        @Override
        public boolean matches(byte[] text) {
            return MessageDigest.isEqual(computed(text), hash);
        }

        private byte[] computed(byte[] text) {
            // The provider encodes characters as UTF-8 in turn.
            char[] chars = StandardCharsets.UTF_8
                    .decode(ByteBuffer.wrap(text))
                    .toString()
                    .toCharArray();
            PBEKeySpec key = new PBEKeySpec(chars, salt, iterations, hash.length * 8);
            try {
                return SecretKeyFactory.getInstance("PBKDF2WithHmac" + digest.toUpperCase(Locale.ROOT))
                        .generateSecret(key)
                        .getEncoded();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("PBKDF2 is not available", e);
            } finally {
                key.clearPassword();
                Arrays.fill(chars, '\0');
            }
        }

        @Override
        public boolean isWeak() {
            return iterations < WEAK_BELOW;
        }

        @Override
        public String dummy() {
            int hash = encoded.lastIndexOf('$') + 1;
            return encoded.substring(0, hash) + encoded.substring(hash).replaceAll("[^=]", "A");
        }

        @Override
        public String toString() {
            return "Pbkdf2[" + digest + ", " + iterations + "]";
        }
    }

    /** {@code $5$} and {@code $6$} (Drepper, "Unix crypt using SHA-256 and SHA-512"). */
    record ShaCrypt(String encoded, int rounds) implements ImportedHash {
        private static final Pattern FORM = Pattern.compile(
                "\\$([56])\\$(?:rounds=([0-9]{1,10})\\$)?([./A-Za-z0-9]{1,16})\\$([./A-Za-z0-9]{43}|[./A-Za-z0-9]{86})");
        private static final int USUAL_ROUNDS = 5_000;
        private static final int LEAST_ROUNDS = 1_000;
        private static final int MOST_ROUNDS = 1_000_000;

        static @Nullable ShaCrypt parse(String encoded) {
            Matcher form = FORM.matcher(encoded);
            if (!form.matches() || form.group(4).length() != (form.group(1).equals("5") ? 43 : 86)) {
                return null;
            }
            int rounds = form.group(2) == null ? USUAL_ROUNDS : bounded(form.group(2), MOST_ROUNDS, "rounds");
            if (rounds < LEAST_ROUNDS) {
                throw new IllegalArgumentException("has fewer rounds than its form allows");
            }
            return new ShaCrypt(encoded, rounds);
        }

        @Override
        public boolean matches(byte[] text) {
            byte[] own = text.clone(); // The library wipes what it is given.
            try {
                byte[] computed = Crypt.crypt(own, encoded).getBytes(StandardCharsets.US_ASCII);
                return MessageDigest.isEqual(computed, encoded.getBytes(StandardCharsets.US_ASCII));
            } finally {
                Arrays.fill(own, (byte) 0);
            }
        }

        @Override
        public boolean isWeak() {
            return rounds < USUAL_ROUNDS;
        }

        @Override
        public String dummy() {
            int hash = encoded.lastIndexOf('$') + 1;
            return encoded.substring(0, hash) + ".".repeat(encoded.length() - hash);
        }

        @Override
        public String toString() {
            return "ShaCrypt[" + rounds + "]";
        }
    }

    /** {@code {SSHA}}, {@code {SSHA256}} and {@code {SSHA512}} of LDAP directories: one round over password and salt. */
    @SuppressWarnings("ArrayRecordComponent") // never compared by equals
    record SaltedSha(String encoded, String digest, byte[] hash, byte[] salt) implements ImportedHash {
        private static final Pattern FORM = Pattern.compile("\\{SSHA(|256|512)\\}([A-Za-z0-9+/]{20,172}={0,2})");
        private static final int MOST_SALT = 32;

        static @Nullable SaltedSha parse(String encoded) {
            Matcher form = FORM.matcher(encoded);
            if (!form.matches()) {
                return null;
            }
            int length = form.group(1).isEmpty() ? 20 : Integer.parseInt(form.group(1)) / 8;
            byte[] both = base64(form.group(2));
            if (both.length <= length || both.length > length + MOST_SALT) {
                throw new IllegalArgumentException("is an LDAP hash without a salt, or with one that is too long");
            }
            return new SaltedSha(
                    encoded,
                    "SHA-" + (form.group(1).isEmpty() ? "1" : form.group(1)),
                    Arrays.copyOf(both, length),
                    Arrays.copyOfRange(both, length, both.length));
        }

        @Override
        public boolean matches(byte[] text) {
            try {
                MessageDigest sha = MessageDigest.getInstance(digest);
                sha.update(text);
                return MessageDigest.isEqual(sha.digest(salt), hash);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(digest + " is not available", e);
            }
        }

        /** A graphics card tries thousands of millions a second. */
        @Override
        public boolean isWeak() {
            return true;
        }

        @Override
        public String dummy() {
            byte[] both = Arrays.copyOf(new byte[hash.length], hash.length + salt.length);
            System.arraycopy(salt, 0, both, hash.length, salt.length);
            return encoded.substring(0, encoded.indexOf('}') + 1)
                    + Base64.getEncoder().encodeToString(both);
        }

        @Override
        public String toString() {
            return "SaltedSha[" + digest + "]";
        }
    }

    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is not written as its form asks for"); // without e, which quotes it
        }
    }
}
