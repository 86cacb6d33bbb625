package io.tollgate.filters.session;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Every session by the token that names it now. Safe for use by any thread; a lookup takes no lock, makes no garbage and
 * touches little memory but the session's own: a million of them are far from any cache.
 *
 * <p>Open addressing in parts, each of which grows by itself. What stands in a part never moves: a lookup that meets a
 * growing part reads the one before, which was complete.
 */
final class TokenIndex {
    private static final int PARTS = 256;
    private static final int SMALLEST = 16;
    private static final Object GONE = new Object();
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);

    private final Part[] parts = new Part[PARTS];

    TokenIndex() {
        for (int i = 0; i < PARTS; i++) {
            parts[i] = new Part();
        }
    }

    /** The session that this is the token of; null where there is none. */
    @Nullable
    Session find(TokenHash token) {
        return part(token).find(token);
    }

    /** Adds a session under its token. */
    void add(Session session, TokenHash token) {
        part(token).add(session, token);
    }

    /** Takes a session out that was added under this token; one that is not there is left alone. */
    void remove(Session session, TokenHash token) {
        part(token).remove(session, token);
    }

    /** How many places there are, taken or not. */
    int room() {
        int room = 0;
        for (Part part : parts) {
            room += part.slots.length;
        }
        return room;
    }

    private Part part(TokenHash token) {
        return parts[(int) (token.first() >>> 32) & PARTS - 1];
    }

    /** Written with its monitor held, which is never for longer than one growth takes. */
    private static final class Part {
        private volatile @Nullable Object[] slots = new Object[SMALLEST];
        /** Slots that hold a session, or held one since the last growth. */
        private int taken;

        private int sessions;

        @Nullable
        Session find(TokenHash token) {
            @Nullable Object[] current = slots;
            int mask = current.length - 1;
            for (int i = low(token.first()) & mask; ; i = i + 1 & mask) {
                Object at = SLOT.getAcquire(current, i);
                if (at == null) {
                    return null;
                }
                if (at instanceof Session session && session.isNamedBy(token)) {
                    return session;
                }
            }
        }

        synchronized void add(Session session, TokenHash token) {
            if ((taken + 1) * 8L > slots.length * 3L) {
                grow();
            }
            put(slots, session, low(token.first()));
            taken++;
            sessions++;
        }

        synchronized void remove(Session session, TokenHash token) {
            @Nullable Object[] current = slots;
            int mask = current.length - 1;
            for (int i = low(token.first()) & mask; current[i] != null; i = i + 1 & mask) {
                if (current[i] == session) {
                    SLOT.setRelease(current, i, GONE);
                    sessions--;
                    return;
                }
            }
        }

        /** A copy without what is gone, which is there at once for whoever looks next. */
        private void grow() {
            int size = SMALLEST;
            while ((sessions + 1) * 8L > size * 2L) {
                size *= 2;
            }
            @Nullable Object[] grown = new Object[size];
            for (Object at : slots) {
                if (at instanceof Session session) {
                    put(grown, session, low(session.token().first()));
                }
            }
            slots = grown;
            taken = sessions;
        }

        /** Hashes are random: any part of one spreads well, but that which chose the part. */
        private static int low(long first) {
            return (int) first;
        }

        private static void put(@Nullable Object[] into, Session session, int low) {
            int mask = into.length - 1;
            int i = low & mask;
            while (into[i] != null) {
                i = i + 1 & mask;
            }
            SLOT.setRelease(into, i, session);
        }
    }
}
