package io.tollgate.config.reader;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The known word that somebody who mistyped most likely meant. */
public final class Nearest {

    private static final int LONGEST = 64;

    private Nearest() {}

    /** The nearest of the words, or null where none is near: at most a third of the letters differ. */
    public static @Nullable String of(String typed, Collection<String> known) {
        if (typed.length() > LONGEST) {
            return null;
        }
        String word = typed.toLowerCase(Locale.ROOT).replace('_', '-');
        return known.stream()
                .filter(candidate ->
                        distance(word, candidate) <= Math.max(1, Math.min(word.length(), candidate.length()) / 3))
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
                .orElse(null);
    }

    /** What to do about an unknown word: the nearest one, or all that are known. */
    static String remedy(String typed, Collection<String> known, String otherwise) {
        String nearest = of(typed, known);
        return nearest == null ? otherwise : "did you mean \"" + nearest + "\"?";
    }

    /** Letters to insert, remove, replace or swap with their neighbour (optimal string alignment). */
    private static int distance(String typed, String candidate) {
        String known = candidate.toLowerCase(Locale.ROOT);
        int[][] costs = new int[typed.length() + 1][known.length() + 1];
        for (int i = 0; i <= typed.length(); i++) {
            for (int j = 0; j <= known.length(); j++) {
                costs[i][j] = i == 0 || j == 0 ? i + j : cost(costs, typed, known, i, j);
            }
        }
        return costs[typed.length()][known.length()];
    }

    private static int cost(int[][] costs, String a, String b, int i, int j) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int least = Math.min(costs[i - 1][j - 1] + (same ? 0 : 1), Math.min(costs[i - 1][j], costs[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, costs[i - 2][j - 2] + 1) : least;
    }
}
