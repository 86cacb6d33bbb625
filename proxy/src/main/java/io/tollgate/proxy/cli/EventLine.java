package io.tollgate.proxy.cli;

import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A line of the audit trail as a person reads it. Immutable.
 *
 * @param json the line as it is
 * @param text when, what, who, from where, and the rest by name
 * @param sequence its number in the chain; 0 where it has none
 */
record EventLine(String json, String text, long sequence) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> CHAIN =
            List.of("v", "node", "chain", "seq", "time", "type", "user", "name", "key", "prev", "mac");

    static EventLine parse(String line) {
        try {
            JsonNode event = JSON.readTree(line);
            return event.isObject()
                    ? new EventLine(line, text(event), event.path("seq").asLong(0))
                    : new EventLine(line, "(not an event) " + plain(line), 0);
        } catch (JacksonException e) {
            return new EventLine(line, "(not an event) " + plain(line), 0);
        }
    }

    private static String text(JsonNode event) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%-24s  %-18s",
                event.path("time").asString(""),
                event.path("type").asString("?")));
        String who = event.path("name").asString(event.path("user").asString(""));
        if (!who.isEmpty()) {
            text.append("  ").append(who);
        }
        event.forEachEntry((name, value) -> {
            if (!CHAIN.contains(name)) {
                String word = value.asString("");
                text.append("  ").append(name).append('=').append(word.indexOf(' ') < 0 ? word : '"' + word + '"');
            }
        });
        return plain(text.toString());
    }

    /** What the trail holds came from outside: a terminal gets no control characters of it. */
    private static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '\ufffd' : c)
                .forEach(plain::appendCodePoint);
        return plain.toString();
    }
}
