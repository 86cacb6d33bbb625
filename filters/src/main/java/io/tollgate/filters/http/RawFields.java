package io.tollgate.filters.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of a posted form as they came, in order: to be shown again, not to be judged. Stateless. */
public final class RawFields {
    private RawFields() {}

    /** One field of a form, its encoding taken off: ISO-8859-1, byte for byte. */
    public record RawField(String name, String value) {}

    /**
     * Reads a body that a browser made of a form.
     *
     * @return null where it is no form, holds a file, or can't be read in one way
     */
    public static @Nullable List<RawField> read(FormClaim claim, byte[] body) {
        if (claim instanceof FormClaim.Parts parts) {
            return Multipart.rawFields(body, parts.boundary());
        }
        return claim instanceof FormClaim.Pairs ? pairs(new String(body, StandardCharsets.ISO_8859_1)) : null;
    }

    /** As browsers write it (WHATWG URL, "application/x-www-form-urlencoded parsing"): split at ampersands alone. */
    private static @Nullable List<RawField> pairs(String text) {
        List<RawField> fields = new ArrayList<>();
        for (String pair : text.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            int nameEnd = equals < 0 ? pair.length() : equals;
            byte[] name = PercentDecoding.bytes(pair, 0, nameEnd, true);
            byte[] value = PercentDecoding.bytes(pair, Math.min(nameEnd + 1, pair.length()), pair.length(), true);
            if (name == null || value == null) {
                return null;
            }
            fields.add(new RawField(text(name), text(value)));
        }
        return fields;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
