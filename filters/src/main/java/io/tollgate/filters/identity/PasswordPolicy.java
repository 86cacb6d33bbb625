package io.tollgate.filters.identity;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/**
 * What a new password must be: long enough, and not among the first that somebody would guess. No rules of composition
 * (NIST SP 800-63B section 3.1.1.2). Immutable.
 */
public final class PasswordPolicy {
    /** A name this short says nothing when it is part of a password. */
    private static final int SHORTEST_NAME = 4;
    /** A password that only repeats a piece this long is as good as the piece. */
    private static final int LONGEST_PIECE = 4;

    private final IntSupplier minLength;
    private final Set<String> common;

    /** @param minLength in characters, asked anew each time: a reload changes it */
    public PasswordPolicy(IntSupplier minLength) {
        this.minLength = minLength;
        this.common = common();
    }

    /** Why the password is refused for this user, in plain words, a sentence each; empty where it is not. */
    public List<String> objections(char[] password, String userName) {
        List<String> objections = new ArrayList<>();
        if (PasswordText.isTooLong(password)) {
            objections.add("It is longer than " + PasswordText.MOST_CHARS + " characters.");
            return objections;
        }
        String composed = Normalizer.normalize(new String(password), Normalizer.Form.NFC);
        int length = composed.codePointCount(0, composed.length());
        if (length < minLength.getAsInt()) {
            objections.add("It has " + length + " characters; at least " + minLength.getAsInt() + " are needed.");
        }
        if (hasUnwritable(composed)) {
            objections.add("It has characters in it that can't be typed again.");
        }
        String folded = composed.toLowerCase(Locale.ROOT);
        if (isCommon(folded)) {
            objections.add(
                    "It is among the passwords that are guessed first; a few words that don't belong together are better.");
        } else if (isRepeated(folded)) {
            objections.add("It repeats the same few characters.");
        }
        if (hasName(folded, userName)) {
            objections.add("It has your own name in it.");
        }
        return objections;
    }

    private boolean isCommon(String folded) {
        return common.contains(folded) || common.contains(core(folded)) || common.contains(unmasked(core(folded)));
    }

    /** What is left without the digits and signs around it: {@code billing} of {@code billing2026!}. */
    private static String core(String folded) {
        int start = 0;
        int end = folded.length();
        while (start < end && !Character.isLetter(folded.charAt(start))) {
            start++;
        }
        while (end > start && !Character.isLetter(folded.charAt(end - 1))) {
            end--;
        }
        return folded.substring(start, end);
    }

    /** With the letters that digits and signs commonly stand for. */
    private static String unmasked(String folded) {
        return folded.replace('0', 'o')
                .replace('1', 'i')
                .replace('3', 'e')
                .replace('4', 'a')
                .replace('@', 'a')
                .replace('5', 's')
                .replace('$', 's')
                .replace('7', 't');
    }

    private static boolean isRepeated(String folded) {
        for (int piece = 1; piece <= Math.min(LONGEST_PIECE, folded.length() / 2); piece++) {
            if (folded.regionMatches(piece, folded, 0, folded.length() - piece)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasName(String folded, String userName) {
        String local = userName.substring(0, Math.max(0, userName.indexOf('@')));
        return (local.length() >= SHORTEST_NAME && folded.contains(local))
                || (userName.length() >= SHORTEST_NAME && folded.contains(userName));
    }

    private static boolean hasUnwritable(String text) {
        return text.codePoints()
                .anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }

    private static Set<String> common() {
        try (InputStream in = PasswordPolicy.class.getResourceAsStream("common-passwords.txt");
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
