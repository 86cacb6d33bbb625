package io.tollgate.filters.identity;

import org.jspecify.annotations.Nullable;

/**
 * An attack under way that is more than one person who mistypes. Immutable.
 *
 * @param kind what it is
 * @param network from where, if it is one network
 * @param subject on whom, if it is one name: a user's id, or {@code ?} and a keyed hash
 * @param different how many names or networks lately, as far as that is counted
 * @param attempts how many failed since it is suspected
 */
public record Sweep(
        Kind kind, @Nullable String network, @Nullable String subject, int different, long attempts) {
    /** What is tried. */
    public enum Kind {
        /** Many names from one network: passwords that leaked elsewhere. */
        STUFFING("attack.stuffing"),
        /** One name from many networks. */
        SPRAYING("attack.spraying");

        private final String code;

        Kind(String code) {
            this.code = code;
        }

        /** The stable code. */
        public String code() {
            return code;
        }
    }
}
