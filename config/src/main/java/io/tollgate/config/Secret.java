package io.tollgate.config;

/**
 * A secret text that no log, message, serialiser or debugger view prints by accident. Immutable.
 *
 * <p>It is deliberately not a record and has no accessor that a serialiser would find; whoever needs the text says so
 * with {@link #reveal}.
 */
public final class Secret {

    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    public static Secret of(String text) {
        return new Secret(text);
    }

    /** The secret itself: for the one place that uses it, never to be kept or printed. */
    public String reveal() {
        return text;
    }

    /** Compares in a time that does not depend on where the texts differ. */
    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Secret that)) {
            return false;
        }
        int difference = text.length() ^ that.text.length();
        for (int i = 0; i < Math.min(text.length(), that.text.length()); i++) {
            difference |= text.charAt(i) ^ that.text.charAt(i);
        }
        return difference == 0;
    }

    @Override
    public int hashCode() {
        return Secret.class.hashCode();
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "(secret)";
    }
}
