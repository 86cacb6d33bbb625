package io.tollgate.proxy.control;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a command asks of whoever owns the data. Immutable; never printed, as an argument may be a password.
 *
 * @param verb what to do: {@code users.add}, {@code sessions.list} …
 * @param arguments named lists of words; a flag is an empty list
 */
public record ControlRequest(String verb, Map<String, List<String>> arguments) {
    public ControlRequest {
        arguments = Map.copyOf(arguments);
    }

    /** The first word of an argument; null if it was not given. */
    public @Nullable String first(String name) {
        List<String> words = arguments.get(name);
        return words == null || words.isEmpty() ? null : words.get(0);
    }

    /** Every word of an argument; empty if it was not given. */
    public List<String> all(String name) {
        return arguments.getOrDefault(name, List.of());
    }

    /** Whether a flag was given. */
    public boolean has(String name) {
        return arguments.containsKey(name);
    }

    /** The verb only. */
    @Override
    public String toString() {
        return "ControlRequest[" + verb + "]";
    }
}
