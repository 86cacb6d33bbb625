package io.tollgate.proxy.demo;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the one uploaded file in a {@code multipart/form-data} body (RFC 7578) that was read whole. */
final class Multipart {

    private static final int LONGEST_NAME = 80;

    private Multipart() {}

    /** A file as it was uploaded, its name made harmless. The bytes are not copied. */
    @SuppressWarnings("ArrayRecordComponent")
    record FilePart(String name, byte[] bytes) {}

    /** The first part with a file name that is not empty, or null; a body that is no multipart form has none. */
    static @Nullable FilePart file(String contentType, byte[] body) {
        String boundary = boundary(contentType);
        if (boundary.isEmpty()) {
            return null;
        }
        // ISO-8859-1 maps each byte to one character and back, so that places in the text are places in the bytes.
        String text = new String(body, StandardCharsets.ISO_8859_1);
        String mark = "--" + boundary;
        int at = text.startsWith(mark) ? 0 : text.indexOf("\r\n" + mark) + 2;
        while (at >= 0 && text.startsWith(mark, at)) {
            int head = at + mark.length() + 2;
            int content = text.indexOf("\r\n\r\n", head);
            int next = text.indexOf("\r\n" + mark, head);
            if (text.startsWith("--", at + mark.length()) || content < 0 || next < content) {
                return null;
            }
            String name = fileName(text.substring(head, content));
            if (!name.isEmpty()) {
                int from = Math.min(content + 4, next);
                return new FilePart(name, text.substring(from, next).getBytes(StandardCharsets.ISO_8859_1));
            }
            at = next + 2;
        }
        return null;
    }

    private static String boundary(String contentType) {
        if (!contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
            return "";
        }
        return parameter(contentType, "boundary=");
    }

    private static String fileName(String head) {
        String name = parameter(head, "filename=");
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        StringBuilder harmless = new StringBuilder();
        last.chars()
                .limit(LONGEST_NAME)
                .forEach(c -> harmless.append(c > 0x7F || c < 0x20 || "\"\\;%".indexOf(c) >= 0 ? '_' : (char) c));
        return harmless.toString();
    }

    private static String parameter(String text, String name) {
        int at = text.toLowerCase(Locale.ROOT).indexOf(name);
        if (at < 0) {
            return "";
        }
        int from = at + name.length();
        boolean quoted = text.startsWith("\"", from);
        int start = quoted ? from + 1 : from;
        int end = start;
        while (end < text.length() && (quoted ? text.charAt(end) != '"' : ";\r\n ".indexOf(text.charAt(end)) < 0)) {
            end++;
        }
        return text.substring(start, end);
    }
}
