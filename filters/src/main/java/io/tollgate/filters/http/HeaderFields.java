package io.tollgate.filters.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a message head: the bytes that came, with an index of them.
 *
 * <p>Names and values are ISO-8859-1 (RFC 9110 section 5.5), without the white space around a value. Field order is kept.
 * Lookups take the name in lower case, compare without regard to ASCII case and allocate nothing. Immutable as long as
 * nobody writes into the array it was made from.
 */
public final class HeaderFields {
    /** Ints an indexed field takes: name start, name end, value start, value end (ends are exclusive). */
    public static final int STRIDE = 4;

    /** No field at all. */
    public static final HeaderFields EMPTY = new HeaderFields(new byte[0], new int[0], 0);

    private final byte[] bytes;
    private final int[] index;
    private final int count;

    /**
     * Wraps a head's bytes. Neither array is copied.
     *
     * @param bytes what holds the fields
     * @param index {@link #STRIDE} offsets into {@code bytes} a field
     * @param count number of fields
     */
    public HeaderFields(byte[] bytes, int[] index, int count) {
        if (count < 0 || index.length < count * STRIDE) {
            throw new IllegalArgumentException("an index of " + index.length + " ints can't hold " + count + " fields");
        }
        this.bytes = bytes;
        this.index = index;
        this.count = count;
    }

    /** Fields from names and values in turn: for tests, HTTP/2 and answers made here. */
    public static HeaderFields of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("a name without a value");
        }
        int size = 0;
        for (String s : namesAndValues) {
            size += s.length();
        }
        byte[] bytes = new byte[size];
        int[] index = new int[namesAndValues.length * 2];
        int at = 0;
        for (int i = 0; i < namesAndValues.length; i++) {
            byte[] s = namesAndValues[i].getBytes(StandardCharsets.ISO_8859_1);
            System.arraycopy(s, 0, bytes, at, s.length);
            index[i * 2] = at;
            at += s.length;
            index[i * 2 + 1] = at;
        }
        return new HeaderFields(bytes, index, namesAndValues.length / 2);
    }

    /** How many fields there are. */
    public int count() {
        return count;
    }

    /** The name of field {@code i} as it came. */
    public String name(int i) {
        return text(nameStart(i), nameEnd(i));
    }

    /** The value of field {@code i}, trimmed, as ISO-8859-1. */
    public String value(int i) {
        return text(valueStart(i), valueEnd(i));
    }

    /** Whether field {@code i} has this name, given in lower case. */
    public boolean isNamed(int i, String lowerCaseName) {
        return equalsIgnoringCase(nameStart(i), nameEnd(i), lowerCaseName);
    }

    /** Whether the name of field {@code i} begins with this, given in lower case. */
    public boolean isNamedFrom(int i, String lowerCaseStart) {
        int start = nameStart(i);
        int end = start + lowerCaseStart.length();
        return end <= nameEnd(i) && equalsIgnoringCase(start, end, lowerCaseStart);
    }

    /** Whether the value of field {@code i} equals this lower-case text without regard to ASCII case. */
    public boolean hasValue(int i, String lowerCaseText) {
        return equalsIgnoringCase(valueStart(i), valueEnd(i), lowerCaseText);
    }

    /** The first field of this lower-case name at or after {@code from}; -1 if there is none. */
    public int find(String lowerCaseName, int from) {
        int length = lowerCaseName.length();
        for (int i = from; i < count; i++) {
            int start = index[i * STRIDE];
            int end = index[i * STRIDE + 1];
            if (end - start == length && equalsIgnoringCase(start, end, lowerCaseName)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether a field of this lower-case name exists. */
    public boolean has(String lowerCaseName) {
        return find(lowerCaseName, 0) >= 0;
    }

    /** The value of the first field of this lower-case name. */
    public @Nullable String first(String lowerCaseName) {
        int i = find(lowerCaseName, 0);
        return i < 0 ? null : value(i);
    }

    /** How many fields have this lower-case name. */
    public int occurrences(String lowerCaseName) {
        int n = 0;
        for (int i = find(lowerCaseName, 0); i >= 0; i = find(lowerCaseName, i + 1)) {
            n++;
        }
        return n;
    }

    /** The values of every field of this lower-case name, in order. */
    public List<String> all(String lowerCaseName) {
        List<String> values = new ArrayList<>(2);
        for (int i = find(lowerCaseName, 0); i >= 0; i = find(lowerCaseName, i + 1)) {
            values.add(value(i));
        }
        return values;
    }

    /** The array that the offsets point into; not to be written to. */
    @SuppressWarnings("EI_EXPOSE_REP")
    public byte[] bytes() {
        return bytes;
    }

    /** Where the name of field {@code i} starts in {@link #bytes()}. */
    public int nameStart(int i) {
        return index[at(i)];
    }

    /** Where the name of field {@code i} ends, exclusive. */
    public int nameEnd(int i) {
        return index[at(i) + 1];
    }

    /** Where the value of field {@code i} starts. */
    public int valueStart(int i) {
        return index[at(i) + 2];
    }

    /** Where the value of field {@code i} ends, exclusive. */
    public int valueEnd(int i) {
        return index[at(i) + 3];
    }

    private int at(int i) {
        if (i < 0 || i >= count) {
            throw new IndexOutOfBoundsException("field " + i + " of " + count);
        }
        return i * STRIDE;
    }

    private boolean equalsIgnoringCase(int start, int end, String lowerCase) {
        if (end - start != lowerCase.length()) {
            return false;
        }
        for (int i = start; i < end; i++) {
            int b = bytes[i] & 0xff;
            if (b >= 'A' && b <= 'Z') {
                b += 'a' - 'A';
            }
            if (b != lowerCase.charAt(i - start)) {
                return false;
            }
        }
        return true;
    }

    private String text(int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    /** Names only: values may be secrets. */
    @Override
    public String toString() {
        StringBuilder names = new StringBuilder("HeaderFields[");
        for (int i = 0; i < count; i++) {
            names.append(i == 0 ? "" : ", ").append(name(i));
        }
        return names.append(']').toString();
    }
}
