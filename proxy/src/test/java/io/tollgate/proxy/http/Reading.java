package io.tollgate.proxy.http;

import java.util.List;

/**
 * What a parser made of some bytes: the messages that it took for whole, in order, and how it ended.
 *
 * @param why the refusal's code or text; empty for others
 * @param isInBody whether it ended within a body, its head taken
 */
record Reading(List<Message> messages, End end, String why, boolean isInBody) {
    /** How it ended. */
    enum End {
        /** At a message's end, or before the first byte of the next. */
        WHOLE,
        /** Within a message: more would have to come. */
        PARTIAL,
        /** The bytes were refused. */
        REFUSED,
        /** After a message that is the last by its own word; what follows is not looked at. */
        CLOSED
    }

    /**
     * A message as it was read.
     *
     * @param line method and target, or status
     * @param fields lower-case names and trimmed values, in order
     */
    record Message(String line, List<String> fields, String body, List<String> trailers) {}

    /** The same without fields: how many messages there are, and where each ends. */
    Reading framed() {
        List<Message> bare = messages.stream()
                .map(m -> new Message(m.line(), List.of(), m.body(), List.of()))
                .toList();
        return new Reading(bare, end, why, isInBody);
    }
}
