package io.tollgate.filters.identity;

import io.tollgate.config.Blocklist;
import java.util.Optional;

/**
 * Whether a password is among those that are tried first: common ones, those of the operator's list, and what is only a
 * piece repeated or a sequence. Immutable.
 *
 * @param minLength what a piece has to have to be a password by itself
 */
record GuessedFirst(CommonWords common, Blocklist blocklist, int minLength) {
    /** Why this text, in lower case, is refused. */
    Optional<String> objection(String folded) {
        if (blocklist.words().contains(folded) || blocklist.words().contains(core(folded))) {
            return Optional.of("It is on the list of passwords that are not accepted here.");
        }
        int piece = piece(folded);
        if (piece > 0 && piece <= 4) {
            return Optional.of("It repeats the same few characters.");
        }
        if (isCommon(folded) || (piece > 0 && isCommon(folded.substring(0, piece)))) {
            return Optional.of(
                    "It is among the passwords that are guessed first; a few words that don't belong together are"
                            + " better.");
        }
        if (piece > 0 && piece < minLength) {
            return Optional.of("It only repeats a shorter one.");
        }
        return isSequence(folded)
                ? Optional.of("It only counts up or down; a few words that don't belong together are better.")
                : Optional.empty();
    }

    private boolean isCommon(String folded) {
        String core = core(folded);
        return common.contains(folded)
                || (!core.isEmpty() && (common.contains(core) || common.contains(unmasked(core))));
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

    /** How long the shortest piece is of which the text is only a repetition; 0 where there is none. */
    private static int piece(String folded) {
        for (int piece = 1; piece <= folded.length() / 2; piece++) {
            if (folded.regionMatches(piece, folded, 0, folded.length() - piece)) {
                return piece;
            }
        }
        return 0;
    }

    /** Whether each character follows the one before in the same direction, 9 and 0 being neighbours. */
    private static boolean isSequence(String folded) {
        int step = folded.length() < 2 ? 0 : step(folded.charAt(0), folded.charAt(1));
        if (step == 0) {
            return false;
        }
        for (int i = 2; i < folded.length(); i++) {
            if (step(folded.charAt(i - 1), folded.charAt(i)) != step) {
                return false;
            }
        }
        return true;
    }

    private static int step(char one, char next) {
        int step = next - one;
        if (Math.abs(step) == 9 && Character.isDigit(one) && Character.isDigit(next)) {
            return -step / 9;
        }
        return Math.abs(step) == 1 ? step : 0;
    }
}
