package io.tollgate.proxy.secrets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tollgate.proxy.secrets.Secrets.Needle;
import java.util.ArrayList;
import java.util.List;

/** Looks for many needles at once. Immutable. */
final class Haystack {
    private static final int MOST = 20;
    private static final int AROUND = 60;

    private final List<Needle>[] byStart;

    /** Where one was found, with what stands around it. */
    record Found(String where, Needle needle, int at, String around) {
        @Override
        public String toString() {
            return needle.secret() + " (" + needle.spelling() + ") in " + where + " at " + at + ": " + around;
        }
    }

    /** For these. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    Haystack(List<Needle> needles) {
        byStart = new List[1 << 16];
        for (Needle needle : needles) {
            int start = start(needle.bytes(), 0);
            if (byStart[start] == null) {
                byStart[start] = new ArrayList<>();
            }
            byStart[start].add(needle);
        }
    }

    private static int start(byte[] bytes, int at) {
        return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
    }

    /** Every one that is there, a few dozen at most. */
    List<Found> search(String where, byte[] hay) {
        List<Found> found = new ArrayList<>();
        for (int at = 0; at + 1 < hay.length && found.size() < MOST * 10; at++) {
            List<Needle> candidates = byStart[start(hay, at)];
            if (candidates == null) {
                continue;
            }
            for (Needle needle : candidates) {
                if (isAt(hay, at, needle)) {
                    found.add(new Found(where, needle, at, around(hay, at, needle.bytes().length)));
                }
            }
        }
        return found;
    }

    private static boolean isAt(byte[] hay, int at, Needle needle) {
        byte[] bytes = needle.bytes();
        if (at + bytes.length > hay.length) {
            return false;
        }
        for (int i = 2; i < bytes.length; i++) {
            if (hay[at + i] != bytes[i]) {
                return false;
            }
        }
        return !needle.isAlone() || (!isCounting(hay, at - 1) && !isCounting(hay, at + bytes.length));
    }

    /** Part of a longer number, an id or a colour. */
    private static boolean isCounting(byte[] hay, int at) {
        return at >= 0
                && at < hay.length
                && (Character.isLetterOrDigit(hay[at]) || hay[at] == '.' || hay[at] == '-' || hay[at] == '_');
    }

    private static String around(byte[] hay, int at, int length) {
        int from = Math.max(0, at - AROUND);
        int to = Math.min(hay.length, at + length + AROUND);
        return new String(hay, from, to - from, ISO_8859_1).replaceAll("[^\\x20-\\x7e]", ".");
    }
}
