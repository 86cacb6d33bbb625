package io.tollgate.filters.http;

import io.tollgate.filters.http.RawFields.RawField;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code multipart/form-data} (RFC 7578) so strictly that no other parser reads anything else: every boundary on a
 * line of its own, nothing before the first and after the last, no line ends but CRLF, no nesting, no encoding.
 */
final class Multipart {
    /** ISO-8859-1, so that offsets are those of the bytes. */
    private final String body;

    private final String delimiter;
    private final List<Parameter> parameters = new ArrayList<>();
    private final List<RawField> fields = new ArrayList<>();
    private boolean hasFile;

    private Multipart(byte[] body, String boundary) {
        this.body = new String(body, StandardCharsets.ISO_8859_1);
        this.delimiter = "--" + boundary;
    }

    /** The parts as parameters, files among them as uncertain ones; null where another parser could differ. */
    static @Nullable List<Parameter> parse(byte[] body, String boundary) {
        Multipart multipart = new Multipart(body, boundary);
        return multipart.read() ? multipart.parameters : null;
    }

    /** The parts as they are, none of them a file; null where there is one, or where another parser could differ. */
    static @Nullable List<RawField> rawFields(byte[] body, String boundary) {
        Multipart multipart = new Multipart(body, boundary);
        return multipart.read() && !multipart.hasFile ? multipart.fields : null;
    }

    private boolean read() {
        if (!body.startsWith(delimiter)) {
            return false;
        }
        int at = delimiter.length();
        while (!body.startsWith("--", at)) {
            if (!body.startsWith("\r\n", at)) {
                return false;
            }
            int start = at + 2;
            int next = body.indexOf(delimiter, start);
            if (next < start + 2 || !body.startsWith("\r\n", next - 2) || !part(start, next - 2)) {
                return false;
            }
            at = next + delimiter.length();
        }
        String rest = body.substring(at + 2);
        return rest.isEmpty() || rest.equals("\r\n");
    }

    /** One part: its head, an empty line, its content. */
    private boolean part(int start, int end) {
        int headEnd = body.indexOf("\r\n\r\n", start);
        if (headEnd < 0 || headEnd + 4 > end) {
            return false;
        }
        PartHead head = PartHead.parse(body.substring(start, headEnd));
        if (head == null) {
            return false;
        }
        byte[] content = body.substring(headEnd + 4, end).getBytes(StandardCharsets.ISO_8859_1);
        byte[] name = head.name().getBytes(StandardCharsets.ISO_8859_1);
        fields.add(new RawField(head.name(), body.substring(headEnd + 4, end)));
        hasFile |= head.isFile();
        Parameter parameter = head.isFile() ? file(head.name(), content) : UrlEncoded.of(name, content);
        return parameter != null && parameters.add(parameter);
    }

    /** A file's content counts as a value to what denies, as far as a value can be long; it is never a permit. */
    private static Parameter file(String name, byte[] content) {
        byte[] start = content.length > 1024 ? Arrays.copyOf(content, 1024) : content;
        return new Parameter(name, new String(start, StandardCharsets.ISO_8859_1), false);
    }
}
