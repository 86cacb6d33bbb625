package io.tollgate.proxy.http2;

import io.netty.util.AsciiString;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.proxy.http.BadMessageException;
import io.tollgate.proxy.http.HeadLimits;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A field section as it comes out of HPACK, in its order: bytes with an index of them, pseudo-header fields among them.
 * Judges nothing but size, and forgets what is beyond it. Confined to one event loop.
 */
final class FieldBlock extends OpaqueSection {
    /** What the bytes start with, so that {@code :authority} becomes a field without being copied. */
    static final byte[] HOST = {'H', 'o', 's', 't'};

    private static final HeadLimits LIMITS = HeadLimits.REQUEST;
    private static final AsciiString PATH = AsciiString.cached(":path");
    private static final AsciiString COOKIE = AsciiString.cached("cookie");
    /** What a line of HTTP/1.1 has beside name and value. */
    private static final int LINE = 4;

    private byte[] bytes = Arrays.copyOf(HOST, 768);
    private int[] index = new int[24 * HeaderFields.STRIDE];
    private int length = HOST.length;
    private int count;
    private int lines;
    private int size;
    private @Nullable BadMessageException problem;

    @Override
    public FieldBlock add(CharSequence name, CharSequence value) {
        AsciiString n = (AsciiString) name;
        AsciiString v = (AsciiString) value;
        if (problem == null) {
            problem = problem(n, n.length() + v.length() + LINE);
        }
        if (problem == null) {
            reserve(n.length() + v.length());
            int slot = count * HeaderFields.STRIDE;
            index[slot] = length;
            index[slot + 1] = append(n);
            index[slot + 2] = length;
            index[slot + 3] = append(v);
            count++;
        }
        return this;
    }

    private @Nullable BadMessageException problem(AsciiString name, int line) {
        boolean isPseudo = name.length() > 0 && name.byteAt(0) == ':';
        // Browsers send each cookie as a field of its own: together they are one (RFC 9113 section 8.2.3).
        if (!isPseudo && !name.equals(COOKIE)) {
            lines++;
        }
        size += line;
        if (line > LIMITS.line()) {
            return LIMITS.tooLong(name.equals(PATH));
        }
        if (size > LIMITS.head()) {
            return LIMITS.tooLarge();
        }
        return lines > LIMITS.fields() ? LIMITS.tooMany() : null;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
        if ((count + 1) * HeaderFields.STRIDE > index.length) {
            index = Arrays.copyOf(index, 2 * index.length);
        }
    }

    private int append(AsciiString text) {
        System.arraycopy(text.array(), text.arrayOffset(), bytes, length, text.length());
        length += text.length();
        return length;
    }

    /** What is too large about it; null for nothing. */
    @Nullable
    BadMessageException problem() {
        return problem;
    }

    /** Whether it is of a request whose answer has no body. */
    boolean isHead() {
        HeaderFields fields = fields();
        int method = fields.find(":method", 0);
        return method >= 0 && fields.value(method).equals("HEAD");
    }

    /** Where the bytes of the fields end. */
    int length() {
        return length;
    }

    /** The fields in the order in which they came. */
    HeaderFields fields() {
        return new HeaderFields(bytes, index, count);
    }
}
