package io.tollgate.filters.login;

import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.PercentDecoding;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one of our own forms posted. Only what can be read in one way is read: our own pages send nothing else. Immutable.
 */
final class PostedForm {
    /** The most that any of our forms has to say. */
    static final int LONGEST = 8 * 1024;

    private static final int MOST_FIELDS = 16;

    private final Map<String, String> values;

    private PostedForm(Map<String, String> values) {
        this.values = values;
    }

    /** Whether the request says that its body is such a form. */
    static boolean isForm(HeaderFields fields) {
        String type = fields.first("content-type");
        return type != null
                && fields.occurrences("content-type") == 1
                && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/x-www-form-urlencoded");
    }

    /**
     * Reads a body; null where it can't be read: a field twice, broken percent encoding, what is not UTF-8.
     *
     * @param body application/x-www-form-urlencoded (WHATWG URL section 5)
     */
    static @Nullable PostedForm parse(byte[] body) {
        Map<String, String> values = new HashMap<>();
        if (body.length == 0) {
            return new PostedForm(values);
        }
        String text = new String(body, StandardCharsets.ISO_8859_1);
        for (String pair : text.split("&", MOST_FIELDS + 1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? null : decoded(pair, 0, equals);
            String value = equals < 0 ? null : decoded(pair, equals + 1, pair.length());
            if (name == null || value == null || values.size() == MOST_FIELDS || values.put(name, value) != null) {
                return null;
            }
        }
        return new PostedForm(values);
    }

    private static @Nullable String decoded(String text, int start, int end) {
        byte[] bytes = PercentDecoding.bytes(text, start, end, true);
        return bytes == null ? null : PercentDecoding.utf8(bytes);
    }

    /** The value of a field; empty where it was not posted. */
    String value(String name) {
        return values.getOrDefault(name, "");
    }

    /** A secret of the form, for whoever wipes it. */
    char[] secret(String name) {
        return value(name).toCharArray();
    }

    /** Nothing: values are secrets. */
    @Override
    public String toString() {
        return "PostedForm";
    }
}
