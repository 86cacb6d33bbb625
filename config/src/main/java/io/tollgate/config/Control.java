package io.tollgate.config;

import org.jspecify.annotations.Nullable;

/**
 * A clause of a standard, the setting that meets it, and the value which that has here.
 *
 * @param topic what the clause is about, in a few words
 * @param setting the path of its key; null where no key has to do with it
 * @param value what holds, as it would be written; in words where there is no key
 * @param bound what is asked for: {@code at most 15m}; empty where no figure is
 * @param figure whose figure the bound is
 * @param at where the value is written; null where it is not
 * @param risk what was accepted, where the value is weaker than the bound
 */
public record Control(
        Profile profile,
        String clause,
        String topic,
        @Nullable String setting,
        String value,
        String bound,
        Figure figure,
        Source source,
        @Nullable Position at,
        @Nullable AcceptedRisk risk) {

    /** Whose figure a bound is. */
    public enum Figure {
        /** The clause's own. */
        STANDARD,
        /** The clause asks for the thing and leaves the figure open: this one is Tollgate's. */
        TOLLGATE
    }

    /** Where a value comes from. */
    public enum Source {
        /** The setting is left out, and what it then is meets the clause. */
        DEFAULT("default"),
        /** The setting is left out, and a profile says what it then is. */
        PROFILE("profile default"),
        /** The setting is written. */
        WRITTEN("written"),
        /** It is weaker, and somebody answers for it. */
        ACCEPTED("accepted risk"),
        /** Tollgate does it always. */
        ALWAYS("always"),
        /** Nothing meets the clause as things are. */
        OPEN("not covered");

        private final String words;

        Source(String words) {
            this.words = words;
        }

        /** As people read it. */
        public String words() {
            return words;
        }
    }
}
