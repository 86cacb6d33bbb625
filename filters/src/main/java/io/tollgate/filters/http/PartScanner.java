package io.tollgate.filters.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a multipart body (RFC 2046 section 5.1) as it passes, for fields of certain names, and keeps no more of it than
 * the head of one part. Whatever follows the boundary, wherever that stands, counts as a part: it sees every part that any
 * parser sees. Used by one thread at a time.
 */
public final class PartScanner implements FieldScanner {
    /** What a value may hold before it is clear what it says, its boundary not counted. */
    private static final int LONGEST_VALUE = 64;

    private final byte[] delimiter;
    private final int[] fallback;
    private final boolean isForm;
    private final Sought sought;
    private final byte[] kept;
    private int length;
    private State state = State.DATA;
    private @Nullable String name;
    private int matched;
    private int pending;
    private boolean isWordBegun;
    private boolean isWordEnded;

    private enum State {
        DATA,
        HEAD,
        VALUE,
        REFUSED
    }

    /**
     * A scanner for a body with this boundary.
     *
     * @param isForm whether it is {@code multipart/form-data}, where parts within parts would be fields, too
     */
    public PartScanner(String boundary, boolean isForm, Sought sought) {
        this.delimiter = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        this.fallback = fallback(delimiter);
        this.isForm = isForm;
        this.sought = sought;
        this.kept = new byte[PartHead.LONGEST + delimiter.length];
    }

    /** Where to go on in a text when the next byte is another one (Knuth, Morris and Pratt). */
    private static int[] fallback(byte[] text) {
        int[] table = new int[text.length];
        int at = 0;
        for (int i = 1; i < text.length; i++) {
            while (at > 0 && text[i] != text[at]) {
                at = table[at - 1];
            }
            at += text[i] == text[at] ? 1 : 0;
            table[i] = at;
        }
        return table;
    }

    @Override
    public int look(ByteBuffer bytes) {
        for (int i = bytes.position(); i < bytes.limit() && state != State.REFUSED; i++) {
            byte next = bytes.get(i);
            boolean isDelimited = match(next);
            if (state != State.DATA) {
                pending++;
                keep(next, isDelimited);
            } else if (isDelimited) {
                begin(State.HEAD);
            }
        }
        return state == State.REFUSED ? REFUSED : pending;
    }

    @Override
    public int end() {
        if (state == State.HEAD) {
            oddHead(length);
        } else if (state == State.VALUE) {
            value(length);
        }
        return state == State.REFUSED ? REFUSED : 0;
    }

    /** Whether the delimiter ends here. Where one overlaps another, the second is part of the head after the first. */
    private boolean match(byte next) {
        int at = matched;
        while (at > 0 && next != delimiter[at]) {
            at = fallback[at - 1];
        }
        at += next == delimiter[at] ? 1 : 0;
        boolean isWhole = at == delimiter.length;
        matched = isWhole ? 0 : at;
        return isWhole;
    }

    private void begin(State begun) {
        state = begun;
        length = 0;
        isWordBegun = false;
        isWordEnded = false;
        if (begun != State.VALUE) {
            pending = 0;
        }
    }

    private void refuse() {
        state = State.REFUSED;
    }

    private void unclear() {
        refuse();
        sought.unclear();
    }

    private void keep(byte next, boolean isDelimited) {
        kept[length++] = next;
        boolean isHead = state == State.HEAD;
        if (isDelimited) {
            int end = length - delimiter.length;
            boolean mayGoOn = isHead ? oddHead(end) : value(end);
            if (mayGoOn) {
                begin(State.HEAD);
            }
        } else if (isHead) {
            head(next);
        } else {
            value(next);
        }
    }

    /** One byte of a head, which ends with an empty line; some parsers skip empty ones before the first field. */
    private void head(byte next) {
        isWordBegun |= next > ' ' || next < 0;
        boolean isEnd = isWordBegun
                && next == '\n'
                && kept[length - 2] == '\r'
                && kept[length - 3] == '\n'
                && kept[length - 4] == '\r';
        if (isEnd) {
            headEnded();
        } else if (length >= PartHead.LONGEST) {
            unclear();
        }
    }

    private void headEnded() {
        boolean isOnNewLine = kept[0] == '\r' && kept[1] == '\n';
        PartHead head = isOnNewLine ? PartHead.parse(text(2, length - 4)) : null;
        if (head == null) {
            if (oddHead(length)) {
                begin(State.DATA);
            }
            return;
        }
        Parameter named = UrlEncoded.of(head.name().getBytes(StandardCharsets.ISO_8859_1), new byte[0]);
        if (named == null) {
            unclear();
        } else if (sought.isSought(named.name()) || FormClaim.isCharsetName(named.name())) {
            name = named.name();
            begin(State.VALUE);
        } else {
            begin(State.DATA);
        }
    }

    /** A head that can be read in several ways, or none: whether what is sought can't be in it. */
    private boolean oddHead(int end) {
        String text = text(0, end);
        boolean isNested = isForm && text.toLowerCase(Locale.ROOT).contains("multipart/");
        if (isNested || sought.mayBeSought(text)) {
            unclear();
            return false;
        }
        return true;
    }

    /** One byte of a value. What begins a delimiter may be no part of it. */
    private void value(byte next) {
        boolean isBlank = next >= 0 && Character.isWhitespace(next);
        boolean isOfWord = Character.isLetterOrDigit(next & 0x7f) || next == '-' || next == '_' || next < 0;
        isWordEnded |= !isOfWord && (isWordBegun || !isBlank);
        isWordBegun |= !isBlank;
        if (isWordEnded && matched == 0) {
            if (value(length)) {
                begin(State.DATA);
            }
        } else if (length >= LONGEST_VALUE + delimiter.length) {
            unclear();
        }
    }

    /** The value up to here: whether the body may go on. */
    private boolean value(int end) {
        String text = text(0, end);
        for (int i = 0; i < end; i++) {
            if (kept[i] < 0) {
                unclear();
                return false;
            }
        }
        String field = name == null ? "" : name;
        if (FormClaim.isCharsetName(field) && !FormClaim.isHarmlessCharset(firstLine(text))) {
            unclear();
            return false;
        }
        if (!sought.mayPass(new Parameter(field, text, true))) {
            refuse();
            return false;
        }
        return true;
    }

    private static String firstLine(String value) {
        String stripped = value.strip();
        int end = stripped.indexOf('\r');
        return end < 0 ? stripped : stripped.substring(0, end);
    }

    private String text(int from, int to) {
        return to <= from ? "" : new String(Arrays.copyOfRange(kept, from, to), StandardCharsets.ISO_8859_1);
    }
}
