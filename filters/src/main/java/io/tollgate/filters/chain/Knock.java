package io.tollgate.filters.chain;

import io.tollgate.filters.access.Access;
import io.tollgate.filters.http.Form;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request that says to an upstream who somebody is, or may be asked to by it. Immutable.
 *
 * @param door where the upstream takes that from anybody, as public rules
 * @param said what was said; null where nothing was yet
 * @param form the body's parameters as they were read for it
 */
public record Knock(Access door, @Nullable Said said, Form form) {

    /**
     * A name and a password.
     *
     * @param isBasic whether they came in Authorization (RFC 7617), rather than as parameters
     */
    public record Said(String name, String password, boolean isBasic) {
        public Said {
            Objects.requireNonNull(name);
            Objects.requireNonNull(password);
        }

        /** Nothing: these are secrets. */
        @Override
        public String toString() {
            return "Said[]";
        }
    }
}
