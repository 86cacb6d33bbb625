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
 * @param stepUp the rule that asks for a fresh factor first; null where none does
 */
record Explanation(
        boolean isAllowed,
        String reason,
        String words,
        @Nullable String app,
        @Nullable String role,
        @Nullable RulePattern rule,
        @Nullable String note,
        @Nullable RulePattern stepUp) {

    /** One of what needs no fresh factor. */
    Explanation(
            boolean isAllowed,
            String reason,
            String words,
            @Nullable String app,
            @Nullable String role,
            @Nullable RulePattern rule,
            @Nullable String note) {
        this(isAllowed, reason, words, app, role, rule, note, null);
    }

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
        if (stepUp != null) {
            json.put(
                    "step-up",
                    Map.of(
                            "rule",
                            stepUp.text(),
                            "file",
                            stepUp.at().file(),
                            "line",
                            stepUp.at().line(),
                            "column",
                            stepUp.at().column()));
        }
        return json;
    }

    private static void put(Map<String, Object> json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    Explanation withNote(String text) {
        String both = note == null ? text : note + "\n       " + text;
        return new Explanation(isAllowed, reason, words, app, role, rule, both, stepUp);
    }

    /** The same for whoever proved a factor within that time. */
    Explanation withStepUp(RulePattern asking, String within) {
        String text = "after a step-up: \"" + asking.text() + "\" (" + asking.at()
                + ") asks for a factor that was proved within " + within;
        return new Explanation(isAllowed, reason, words, app, role, rule, text, asking);
    }
}
