package io.tollgate.filters.login;

import io.tollgate.filters.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers for scripts: {@code application/problem+json} (RFC 9457). */
final class Problems {
    private Problems() {}

    /** A problem with these members after the usual ones, in their order. */
    static Response of(int status, String title, String reason, String reference, Map<String, String> more) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("reason", reason);
        members.put("reference", reference);
        members.putAll(more);
        StringBuilder json = new StringBuilder(192).append("{\"type\":\"about:blank\",\"title\":");
        quote(json, title);
        json.append(",\"status\":").append(status);
        members.forEach((name, value) -> {
            json.append(',');
            quote(json, name);
            json.append(':');
            quote(json, value);
        });
        json.append("}\n");
        return Response.of(status)
                .with("content-type", "application/problem+json")
                .with("cache-control", "no-store")
                .with("x-content-type-options", "nosniff")
                .body(json.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** A JSON string (RFC 8259 section 7). */
    private static void quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
