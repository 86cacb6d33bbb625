package io.tollgate.config;

/**
 * One thing that is wrong with the configuration: where, what, and what to do about it.
 *
 * @param key the path of the key, such as {@code apps.billing.home}
 */
public record Problem(Position at, String key, String what, String remedy) {

    /** {@code file:line:column: key.path: what is wrong; what to do}, on one line. */
    @Override
    public String toString() {
        return at + ": " + key + ": " + what + "; " + remedy;
    }
}
