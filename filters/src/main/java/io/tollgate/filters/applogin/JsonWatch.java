package io.tollgate.filters.applogin;

import io.tollgate.filters.chain.BodyWatch;
import io.tollgate.filters.chain.Verdict.Respond;
import io.tollgate.filters.http.FieldScanner;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/**
 * Refuses a body of JSON (RFC 8259) in which both fields of a login are texts, wherever they stand: such a login could not be
 * limited. Confined to the exchange's event loop.
 */
final class JsonWatch implements BodyWatch {
    private static final int LONGEST = 256;

    private final FieldScanner.Sought sought;
    private final Supplier<Respond> refusal;
    private final StringBuilder text = new StringBuilder();
    private boolean isInText;
    private int escape = -1;
    private int code;
    private boolean isRefused;

    JsonWatch(FieldScanner.Sought sought, Supplier<Respond> refusal) {
        this.sought = sought;
        this.refusal = refusal;
    }

    @Override
    public int look(ByteBuffer piece) {
        for (int i = piece.position(); i < piece.limit() && !isRefused; i++) {
            byte next = piece.get(i);
            if (next != 0) { // UTF-16 and UTF-32 of ASCII are ASCII with zeros between.
                look((char) (next & 0xff));
            }
        }
        return isRefused ? REFUSED : 0;
    }

    private void look(char next) {
        if (!isInText) {
            isInText = next == '"';
            text.setLength(0);
        } else if (escape > 0) {
            code = code << 4 | Math.max(0, Character.digit(next, 16));
            escape--;
            if (escape == 0) {
                add((char) code);
                escape = -1;
            }
        } else if (escape == 0) {
            escape = next == 'u' ? 4 : -1;
            code = 0;
            if (escape < 0) {
                add(next);
            }
        } else if (next == '\\') {
            escape = 0;
        } else if (next == '"') {
            isInText = false;
            isRefused = text.length() < LONGEST && sought.isSought(text.toString());
        } else {
            add(next);
        }
    }

    private void add(char c) {
        if (text.length() < LONGEST) {
            text.append(c);
        }
    }

    @Override
    public int end() {
        return isRefused ? REFUSED : 0;
    }

    @Override
    public Respond refusal() {
        return refusal.get();
    }
}
