package io.tollgate.benchmarks.journeys;

/** A name and password to log in with. Immutable; never shows the password. */
public record Account(String name, String password) {
    public Account {
        if (name.isEmpty() || password.isEmpty()) {
            throw new IllegalArgumentException("a name and a password");
        }
    }

    /** The name only. */
    @Override
    public String toString() {
        return "Account[" + name + "]";
    }
}
