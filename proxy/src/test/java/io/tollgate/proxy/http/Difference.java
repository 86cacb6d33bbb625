package io.tollgate.proxy.http;

import io.tollgate.proxy.http.Reading.End;
import io.tollgate.proxy.http.Reading.Message;
import org.jspecify.annotations.Nullable;

/**
 * Where two parsers first part over the same bytes.
 *
 * @param peer the other parser
 * @param at the message, counted from 0
 * @param bytes what was read, as ISO-8859-1
 */
record Difference(Kind kind, Peer peer, int at, Reading ours, Reading theirs, String bytes) {
    /** What parts them. */
    enum Kind {
        /** We refuse what the other takes, or waits to take. */
        WE_REFUSE,
        /** The other refuses what we take: another application's gain, as long as all who take it read the same. */
        THEY_REFUSE,
        /** Both take it, and make different messages of it, or another number of them: what desynchronises. */
        READ_OTHERWISE
    }

    /** The other parsers. */
    enum Peer {
        NETTY,
        JETTY,
        LENIENT_JETTY
    }

    /** The first difference; null where there is none, or where we have not judged yet. */
    static @Nullable Difference between(Reading ours, Reading theirs, Peer peer, String bytes) {
        int at = 0;
        while (at < ours.messages().size() && at < theirs.messages().size()) {
            if (!ours.messages().get(at).equals(theirs.messages().get(at))) {
                return new Difference(Kind.READ_OTHERWISE, peer, at, ours, theirs, bytes);
            }
            at++;
        }
        Kind kind = kind(ours, theirs, at);
        return kind == null ? null : new Difference(kind, peer, at, ours, theirs, bytes);
    }

    private static @Nullable Kind kind(Reading ours, Reading theirs, int at) {
        boolean isOurs = at < ours.messages().size();
        boolean isTheirs = at < theirs.messages().size();
        if (isOurs) {
            return theirs.end() == End.REFUSED ? Kind.THEY_REFUSE : Kind.READ_OTHERWISE;
        }
        if (ours.end() == End.CLOSED) {
            return null;
        }
        if (ours.end() == End.REFUSED) {
            return theirs.end() == End.REFUSED && !isTheirs ? null : Kind.WE_REFUSE;
        }
        if (isTheirs) {
            return Kind.READ_OTHERWISE;
        }
        if (theirs.end() == End.REFUSED) {
            return ours.isInBody() ? Kind.THEY_REFUSE : null;
        }
        return ours.isInBody() == theirs.isInBody() ? null : Kind.READ_OTHERWISE;
    }

    @Nullable
    Message our() {
        return at < ours.messages().size() ? ours.messages().get(at) : null;
    }

    @Nullable
    Message their() {
        return at < theirs.messages().size() ? theirs.messages().get(at) : null;
    }

    @Override
    public String toString() {
        String shown = bytes.replace("\r", "\\r").replace("\n", "\\n");
        return kind + " " + peer + " at " + at + ": ours " + our() + " " + ours.end() + " " + ours.why() + ", theirs "
                + their() + " " + theirs.end() + " " + theirs.why() + "\n    " + shown;
    }
}
