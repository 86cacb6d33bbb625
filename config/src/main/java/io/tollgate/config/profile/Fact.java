package io.tollgate.config.profile;

import io.tollgate.config.Control.Source;
import io.tollgate.config.Profile;
import org.jspecify.annotations.Nullable;

/**
 * A clause that no setting decides: Tollgate meets it always, or not at all in this release.
 *
 * @param source either {@code ALWAYS} or {@code OPEN}
 * @param what how it is met, or what is missing
 * @param onlyWith the key at the top of the file without which there is nothing to say; null: it is said in any case
 */
public record Fact(
        Profile profile,
        String clause,
        String topic,
        Source source,
        String what,
        @Nullable String onlyWith) {

    public Fact {
        if (source != Source.ALWAYS && source != Source.OPEN) {
            throw new IllegalArgumentException("a clause without a setting is met always or not covered");
        }
    }
}
