package io.tollgate.filters.http;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The head of one part of {@code multipart/form-data} (RFC 7578 section 4.2). Immutable.
 *
 * @param name of the field, ISO-8859-1 byte for byte
 * @param isFile whether it names a file
 */
record PartHead(String name, boolean isFile) {
    /** Bytes that a head may have with the line ends around it: PHP splits lines of 5 KB. */
    static final int LONGEST = 4096;

    private static final Set<String> ENCODINGS = Set.of("7bit", "8bit", "binary");

    /** Null where two parsers could read two things. */
    static @Nullable PartHead parse(String head) {
        Map<String, String> fields = head.length() > LONGEST ? null : fields(head);
        if (fields == null) {
            return null;
        }
        String encoding = fields.getOrDefault("content-transfer-encoding", "binary");
        MediaType disposition = MediaType.parse(fields.getOrDefault("content-disposition", ""));
        MediaType type = MediaType.parse(fields.getOrDefault("content-type", "text/plain"));
        if (disposition == null
                || type == null
                || type.name().startsWith("multipart")
                || !ENCODINGS.contains(encoding.toLowerCase(Locale.ROOT))) {
            return null;
        }
        String name = disposition.parameters().get("name");
        String charset = type.parameters().getOrDefault("charset", "utf-8").toLowerCase(Locale.ROOT);
        boolean isClear = disposition.name().equals("form-data")
                && name != null
                && name.indexOf('\\') < 0
                && !name.contains("=?") // RFC 2047, which some libraries decode here
                && FormClaim.HARMLESS_CHARSETS.contains(charset);
        return isClear && name != null
                ? new PartHead(name, disposition.parameters().containsKey("filename"))
                : null;
    }

    /** The fields by their names in lower case; null for a repeated, folded or malformed one. */
    private static @Nullable Map<String, String> fields(String head) {
        Map<String, String> fields = new HashMap<>();
        for (String line : head.split("\r\n", -1)) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? "" : line.substring(0, colon).toLowerCase(Locale.ROOT);
            boolean isClear = MediaType.isToken(name)
                    && line.indexOf('\r') < 0
                    && line.indexOf('\n') < 0
                    && line.indexOf('\0') < 0;
            if (!isClear || fields.put(name, line.substring(colon + 1).strip()) != null) {
                return null;
            }
        }
        return fields;
    }
}
