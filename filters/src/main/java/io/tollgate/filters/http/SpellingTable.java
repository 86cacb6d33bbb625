package io.tollgate.filters.http;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A set of bare names, asked by the bytes of a name in any spelling. Immutable. */
final class SpellingTable {
    private final @Nullable String[] slots;
    private final int mask;

    SpellingTable(Set<String> bareNames) {
        int size = Integer.highestOneBit(Math.max(1, bareNames.size())) * 4;
        this.slots = new String[size];
        this.mask = size - 1;
        for (String name : bareNames) {
            int slot = spread(name.hashCode());
            while (slots[slot] != null) {
                slot = slot + 1 & mask;
            }
            slots[slot] = name;
        }
    }

    boolean holds(byte[] bytes, int start, int end) {
        int hash = 0;
        for (int i = start; i < end; i++) {
            int c = lower(bytes[i]);
            hash = StrippedHeaders.isSeparator(c) ? hash : 31 * hash + c;
        }
        for (int slot = spread(hash); ; slot = slot + 1 & mask) {
            String name = slots[slot];
            if (name == null) {
                return false;
            }
            if (isSpelt(bytes, start, end, name)) {
                return true;
            }
        }
    }

    private static boolean isSpelt(byte[] bytes, int start, int end, String name) {
        int at = 0;
        for (int i = start; i < end; i++) {
            int c = lower(bytes[i]);
            if (!StrippedHeaders.isSeparator(c) && (at == name.length() || name.charAt(at++) != c)) {
                return false;
            }
        }
        return at == name.length();
    }

    /** Where, in a name that begins so, separators aside, the rest starts; -1 where it begins otherwise. */
    static int endOfPrefix(byte[] bytes, int start, int end, String barePrefix) {
        int at = 0;
        int i = start;
        for (; i < end && at < barePrefix.length(); i++) {
            int c = lower(bytes[i]);
            if (!StrippedHeaders.isSeparator(c) && barePrefix.charAt(at++) != c) {
                return -1;
            }
        }
        return at == barePrefix.length() ? i : -1;
    }

    static int lower(byte b) {
        int c = b & 0xff;
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }

    private int spread(int hash) {
        return (hash ^ hash >>> 16) & mask;
    }
}
