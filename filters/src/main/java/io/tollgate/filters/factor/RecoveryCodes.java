package io.tollgate.filters.factor;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Codes for when nothing else is at hand: 24 characters of 5 bits each. Stateless.
 *
 * <p>At 120 random bits a code is kept as its SHA-256: ASVS 5.0 6.5.2 asks for a slow hash only below 112. Ten slow hashes for
 * each attempt would cost more than longer codes do, which are typed once in years. The letters are Crockford's: none looks
 * like a digit, and what is typed in their place is understood.
 */
final class RecoveryCodes {
    /** How many there are in a set. */
    static final int SET = 10;

    private static final int LENGTH = 24;
    private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private RecoveryCodes() {}

    /** A set of new ones, as people read them: in groups of four. */
    static List<String> random(SecureRandom random) {
        List<String> codes = new ArrayList<>(SET);
        for (int i = 0; i < SET; i++) {
            StringBuilder code = new StringBuilder(LENGTH);
            for (int c = 0; c < LENGTH; c++) {
                code.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
            codes.add(SeedText.grouped(code.toString(), "-"));
        }
        return codes;
    }

    /** What may be a code, as typed, in the one spelling that is hashed; null where it can't be one. */
    static @Nullable String read(CharSequence typed) {
        StringBuilder code = new StringBuilder(LENGTH);
        for (int i = 0; i < typed.length(); i++) {
            char c = letter(typed.charAt(i));
            if (c == ' ') {
                continue;
            }
            if (LETTERS.indexOf(c) < 0 || code.length() == LENGTH) {
                return null;
            }
            code.append(c);
        }
        return code.length() == LENGTH ? code.toString() : null;
    }

    /** A blank for what stands between groups, or came along when it was copied. */
    private static char letter(char typed) {
        char c = typed >= 'a' && typed <= 'z' ? (char) (typed - 'a' + 'A') : typed;
        return switch (c) {
            case 'O' -> '0';
            case 'I', 'L' -> '1';
            case '-', '\u2010', '\u2011', '\u2012', '\u2013', '\t', '\r', '\n', '\u00a0' -> ' ';
            default -> c;
        };
    }

    /** What is kept of a user's code in place of it. */
    static String hash(String userId, String code) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update((userId + '\0' + code).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The hashes of a set, as {@link #random} gave it. */
    static List<String> hashes(String userId, List<String> codes) {
        List<String> hashes = new ArrayList<>(codes.size());
        for (String code : codes) {
            String read = read(code);
            if (read == null) {
                throw new IllegalArgumentException("not a recovery code");
            }
            hashes.add(hash(userId, read));
        }
        return hashes;
    }
}
