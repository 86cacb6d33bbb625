package io.tollgate.filters.chain;

import io.tollgate.filters.http.HeaderFields;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is out of the ordinary about a request's way upstream and its answer's way back. Immutable.
 *
 * @param withheld names of fields, in lower case, that don't go upstream
 * @param isAnonymous whether the upstream is told nothing of who is calling, and gets no cookies but those of nobody, or of
 *     {@code cookieOwner}
 * @param cookieOwner whose cookies go upstream all the same; null for nobody's only
 * @param judge who looks at the answer before its head goes to the client; null where nobody does
 */
public record Passage(
        Set<String> withheld,
        boolean isAnonymous,
        @Nullable String cookieOwner,
        @Nullable AnswerJudge judge) {
    public Passage {
        withheld = Set.copyOf(withheld);
    }

    /** Whether field {@code i} does not go upstream. */
    public boolean isWithheld(HeaderFields fields, int i) {
        for (String name : withheld) {
            if (fields.isNamed(i, name)) {
                return true;
            }
        }
        return false;
    }
}
