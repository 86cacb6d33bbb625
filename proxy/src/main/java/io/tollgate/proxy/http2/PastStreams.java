package io.tollgate.proxy.http2;

import org.jspecify.annotations.Nullable;

/**
 * Remembers how streams ended lately, so that what comes for them afterwards is understood: what was on its way when we
 * reset them is no fault of the client's, what follows an end is. Confined to one event loop.
 */
final class PastStreams {
    private static final int MOST = 128;

    private int @Nullable [] ids;
    private int next;

    /** How a stream ended. */
    enum Past {
        /** By both sides' last frames, or by the client's reset. */
        ENDED,
        /** By our reset: the client may not have known. */
        RESET,
        /** There was no such stream, or it is long ago. */
        UNKNOWN
    }

    /** It is over. */
    void add(int id, boolean isResetByUs) {
        int[] known = ids;
        if (known == null) {
            known = new int[MOST];
            ids = known;
        }
        known[next] = isResetByUs ? -id : id;
        next = (next + 1) % MOST;
    }

    /** How this one ended. */
    Past of(int id) {
        int[] known = ids;
        if (known == null) {
            return Past.UNKNOWN;
        }
        for (int past : known) {
            if (past == id) {
                return Past.ENDED;
            }
            if (past == -id) {
                return Past.RESET;
            }
        }
        return Past.UNKNOWN;
    }
}
