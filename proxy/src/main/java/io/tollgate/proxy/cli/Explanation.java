package io.tollgate.proxy.cli;

import io.tollgate.config.RulePattern;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the rules say about a request, and which of them. Immutable.
 *
 * @param isAllowed the verdict
 * @param reason a stable code: {@code access.allow}, {@code access.deny}, {@code target.dot-segment} …
 * @param words what it comes to, for people
 * @param app the app whose rules judged; null where none did
 * @param role whose rule decided; null for a public rule or none
 * @param rule the rule that decided; null where none fits
 * @param note what else is worth knowing; null for nothing
 */
record Explanation(
        boolean isAllowed,
        String reason,
        String words,
        @Nullable String app,
        @Nullable String role,
        @Nullable RulePattern rule,
        @Nullable String note) {

    /** {@code allow} or {@code deny} first. */
    String text() {
        StringBuilder text = new StringBuilder(verdict()).append("  ").append(words);
        if (rule != null) {
            text.append(": \"").append(rule.text()).append("\"  ").append(rule.at());
        }
        return note == null
                ? text.toString()
                : text.append("\n       ").append(note).toString();
    }

    private String verdict() {
        return isAllowed ? "allow" : "deny";
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("verdict", verdict());
        json.put("reason", reason);
        json.put("words", words);
        put(json, "app", app);
        put(json, "role", role);
        if (rule != null) {
            json.put("rule", rule.text());
            json.put("file", rule.at().file());
            json.put("line", rule.at().line());
            json.put("column", rule.at().column());
        }
        put(json, "note", note);
        return json;
    }

    private static void put(Map<String, Object> json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    Explanation withNote(String text) {
        return new Explanation(isAllowed, reason, words, app, role, rule, text);
    }
}
