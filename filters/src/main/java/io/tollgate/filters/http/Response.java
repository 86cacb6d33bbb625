package io.tollgate.filters.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An answer of the gateway's own, complete with its body. Immutable.
 *
 * <p>The writer adds the length, HTTP framing and what every response carries; a HEAD request gets the head only.
 */
public final class Response {
    private static final byte[] NOTHING = new byte[0];

    private final int status;
    private final List<Field> fields;
    private final byte[] body;

    private Response(int status, List<Field> fields, byte[] body) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("not the status of a final answer: " + status);
        }
        this.status = status;
        this.fields = List.copyOf(fields);
        this.body = body;
    }

    /** An answer without fields or body. */
    public static Response of(int status) {
        return new Response(status, List.of(), NOTHING);
    }

    /** A page. Never cached: what people see here depends on who they are. */
    public static Response html(int status, byte[] utf8) {
        return of(status)
                .with("content-type", "text/html; charset=utf-8")
                .with("cache-control", "no-store")
                .body(utf8);
    }

    /** Plain text, never cached. */
    public static Response text(int status, String text) {
        return of(status)
                .with("content-type", "text/plain; charset=utf-8")
                .with("cache-control", "no-store")
                .body(text.getBytes(StandardCharsets.UTF_8));
    }

    /** 303 See Other: the client asks there with GET (RFC 9110 section 15.4.4). */
    public static Response seeOther(String location) {
        return of(303).with("location", location).with("cache-control", "no-store");
    }

    /** The same with one field more. */
    public Response with(String name, String value) {
        List<Field> more = new ArrayList<>(fields.size() + 1);
        more.addAll(fields);
        more.add(new Field(name, value));
        return new Response(status, more, body);
    }

    /** The same with this field in the place of all of that name. */
    public Response replacing(String name, String value) {
        List<Field> others = new ArrayList<>(fields);
        others.removeIf(field -> field.name().equalsIgnoreCase(name));
        others.add(new Field(name, value));
        return new Response(status, others, body);
    }

    /** The same with this body. The array is not copied. */
    public Response body(byte[] bytes) {
        return new Response(status, fields, bytes);
    }

    public int status() {
        return status;
    }

    public List<Field> fields() {
        return fields;
    }

    /** The body; not to be written to. */
    public byte[] body() {
        return body;
    }

    @Override
    public String toString() {
        return "Response[" + status + " " + fields + ", " + body.length + " bytes]";
    }
}
