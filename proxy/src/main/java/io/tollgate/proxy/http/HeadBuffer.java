package io.tollgate.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.tollgate.filters.http.HeaderFields;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Where the heads that an event loop writes are put together, one after the other: a head is many small pieces, and those
 * are cheap in an array and dear in a buffer of the network's. Confined to one event loop; there is one for each.
 */
public final class HeadBuffer {
    private byte[] bytes = new byte[4 * 1024];
    private int length;

    /** Begins a head; whatever was there is forgotten. */
    public HeadBuffer begin() {
        length = 0;
        return this;
    }

    /** ISO-8859-1, byte for byte. */
    @SuppressWarnings("deprecation") // Drops high bytes, which no text here has; there is no faster copy of ISO-8859-1.
    public HeadBuffer text(String text) {
        int size = text.length();
        reserve(size);
        text.getBytes(0, size, bytes, length);
        length += size;
        return this;
    }

    /** UTF-8, for the rare text that ISO-8859-1 can't say. */
    public HeadBuffer utf8(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        reserve(encoded.length);
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
        return this;
    }

    /** A number, not negative. */
    public HeadBuffer number(long value) {
        reserve(20);
        int digits = 1;
        for (long over = value / 10; over > 0; over /= 10) {
            digits++;
        }
        long rest = value;
        for (int i = length + digits - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /** A field as it came. */
    public HeadBuffer field(HeaderFields fields, int i) {
        byte[] from = fields.bytes();
        int nameStart = fields.nameStart(i);
        int nameLength = fields.nameEnd(i) - nameStart;
        int valueStart = fields.valueStart(i);
        int valueLength = fields.valueEnd(i) - valueStart;
        reserve(nameLength + valueLength + 4);
        System.arraycopy(from, nameStart, bytes, length, nameLength);
        length += nameLength;
        bytes[length++] = ':';
        bytes[length++] = ' ';
        System.arraycopy(from, valueStart, bytes, length, valueLength);
        length += valueLength;
        return line();
    }

    /** A field made here; its value is known to hold no control character. */
    public HeadBuffer field(String name, String value) {
        return name(name).text(value).line();
    }

    /** The name of a field whose value comes next. */
    public HeadBuffer name(String name) {
        text(name);
        reserve(2);
        bytes[length++] = ':';
        bytes[length++] = ' ';
        return this;
    }

    /** The end of a line; again, of the head. */
    public HeadBuffer line() {
        reserve(2);
        bytes[length++] = '\r';
        bytes[length++] = '\n';
        return this;
    }

    /** What was put together, with room for so much more behind it; it is forgotten here, as it may set a cookie. */
    public ByteBuf copy(ByteBufAllocator alloc, int room) {
        ByteBuf copy = alloc.buffer(length + room).writeBytes(bytes, 0, length);
        Arrays.fill(bytes, 0, length, (byte) 0);
        length = 0;
        return copy;
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
    }
}
