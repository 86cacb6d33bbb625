package io.tollgate.proxy.control;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of a request. Immutable.
 *
 * @param exit 0 done, 1 the answer is no, 2 the call is wrong, 3 it could not be done
 * @param message for people: what happened, or what is wrong and what to do; null where the rows say it all
 * @param rows what was asked for: members in the order in which they are to be shown
 */
public record ControlReply(int exit, @Nullable String message, List<Map<String, Object>> rows) {
    public ControlReply {
        if (exit < 0 || exit > 3) {
            throw new IllegalArgumentException("no exit code: " + exit);
        }
        rows = List.copyOf(rows);
    }

    /** It was done. */
    public static ControlReply done(String message) {
        return new ControlReply(0, message, List.of());
    }

    /** Here is what was asked for. */
    public static ControlReply rows(List<Map<String, Object>> rows) {
        return new ControlReply(0, null, rows);
    }

    /** The answer is no. */
    public static ControlReply no(String message) {
        return new ControlReply(1, message, List.of());
    }

    /** The call is wrong. */
    public static ControlReply wrong(String message) {
        return new ControlReply(2, message, List.of());
    }

    /** It could not be done. */
    public static ControlReply failed(String message) {
        return new ControlReply(3, message, List.of());
    }
}
