package io.tollgate.filters.access;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the node of a literal segment by a region of a path, without copying it. Immutable. */
final class SegmentTable {
    private final String[] keys;
    private final PatternNode[] nodes;
    private final int mask;

    SegmentTable(Map<String, PatternNode> literals) {
        int size = Math.max(2, Integer.highestOneBit(Math.max(1, literals.size())) * 4);
        this.keys = new String[size];
        this.nodes = new PatternNode[size];
        this.mask = size - 1;
        literals.forEach((key, node) -> {
            int slot = spread(key.hashCode());
            while (nodes[slot] != null) {
                slot = slot + 1 & mask;
            }
            keys[slot] = key;
            nodes[slot] = node;
        });
    }

    /** The node of the segment {@code path[start, end)}. */
    @Nullable
    PatternNode find(String path, int start, int end) {
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = 31 * hash + path.charAt(i);
        }
        for (int slot = spread(hash); nodes[slot] != null; slot = slot + 1 & mask) {
            if (keys[slot].length() == end - start && path.startsWith(keys[slot], start)) {
                return nodes[slot];
            }
        }
        return null;
    }

    private int spread(int hash) {
        return (hash ^ hash >>> 16) & mask;
    }
}
