package io.tollgate.filters.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Looks at a body that may be one of {@code name=value} pairs as it passes, split as {@link UrlEncoded} splits them. What is
 * no such form has names that nobody seeks. Used by one thread at a time.
 */
public final class PairScanner implements FieldScanner {
    /** Encoded bytes of a name or value that are kept, without blanks before them. */
    private static final int LONGEST = 256;

    private final Split atBoth;
    private final Split atAmpersand;

    /** A scanner that asks {@code sought} what is sought. */
    public PairScanner(Sought sought) {
        this.atBoth = new Split(sought, true);
        this.atAmpersand = new Split(sought, false);
    }

    @Override
    public int look(ByteBuffer bytes) {
        int held = atBoth.look(bytes);
        int heldToo = held == REFUSED ? REFUSED : atAmpersand.look(bytes);
        return heldToo == REFUSED ? REFUSED : Math.max(held, heldToo);
    }

    @Override
    public int end() {
        return atBoth.end() == REFUSED ? REFUSED : atAmpersand.end();
    }

    private enum State {
        NAME,
        VALUE,
        SKIPPED,
        REFUSED
    }

    /** One way of splitting. */
    private static final class Split {
        private final Sought sought;
        private final boolean isAtSemicolon;
        private final byte[] kept = new byte[LONGEST];
        private int length;
        private int pending;
        private String name = "";
        private State state = State.NAME;

        Split(Sought sought, boolean isAtSemicolon) {
            this.sought = sought;
            this.isAtSemicolon = isAtSemicolon;
        }

        int look(ByteBuffer bytes) {
            for (int i = bytes.position(); i < bytes.limit() && state != State.REFUSED; i++) {
                byte next = bytes.get(i);
                switch (state) {
                    case NAME -> name(next);
                    case VALUE -> value(next);
                    default -> {
                        if (isSeparator(next)) {
                            begin(State.NAME);
                        }
                    }
                }
            }
            return state == State.REFUSED ? REFUSED : pending;
        }

        int end() {
            if (state == State.VALUE) {
                decide(State.SKIPPED);
            }
            return state == State.REFUSED ? REFUSED : 0;
        }

        private boolean isSeparator(byte b) {
            return b == '&' || (isAtSemicolon && b == ';');
        }

        private static boolean isBlank(byte b) {
            return b == '+' || (b >= 0 && Character.isWhitespace(b));
        }

        private void begin(State begun) {
            state = begun;
            length = 0;
            pending = 0;
        }

        private void unclear() {
            state = State.REFUSED;
            sought.unclear();
        }

        private void name(byte next) {
            if (isSeparator(next)) {
                begin(State.NAME);
            } else if (next == '=') {
                name = decoded();
                begin(sought.isSought(name) ? State.VALUE : State.SKIPPED);
            } else if (length < LONGEST) {
                length += length == 0 && isBlank(next) ? 0 : 1;
                kept[Math.max(0, length - 1)] = next;
            } else {
                tooLong();
            }
        }

        /** What would be sought without the blanks or brackets after or before it may be sought. */
        private void tooLong() {
            for (int cut = 1; cut <= 2; cut++) {
                length -= kept[length - cut] == '%' ? cut : 0;
            }
            String start = decoded();
            if (start.isBlank() || sought.isSought(start)) {
                unclear();
            } else {
                begin(State.SKIPPED);
            }
        }

        /** Up to the end of the first word. */
        private void value(byte next) {
            pending++;
            if (isSeparator(next)) {
                decide(State.NAME);
            } else if (length == 0 && isBlank(next)) {
                return;
            } else if (length == LONGEST || next < 0) {
                unclear();
            } else if (!Character.isLetterOrDigit(next) && next != '-' && next != '%') {
                decide(State.SKIPPED);
            } else {
                kept[length++] = next;
            }
        }

        private void decide(State after) {
            String value = decoded();
            if (value.chars().anyMatch(c -> c >= 0x80)) {
                unclear();
            } else if (sought.mayPass(new Parameter(name, value, true))) {
                begin(after);
            } else {
                state = State.REFUSED;
            }
        }

        /** As a lenient reader has it. */
        private String decoded() {
            byte[] bytes =
                    PercentDecoding.lenient(new String(Arrays.copyOf(kept, length), StandardCharsets.ISO_8859_1), true);
            String text = PercentDecoding.utf8(bytes);
            return text == null ? new String(bytes, StandardCharsets.ISO_8859_1) : text;
        }
    }
}
