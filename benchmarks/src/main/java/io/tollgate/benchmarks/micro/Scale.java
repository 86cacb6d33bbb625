package io.tollgate.benchmarks.micro;

/**
 * How large a deployment is. Immutable.
 *
 * @param sessions live sessions, each of a user of its own
 * @param rules access rules of the app that is asked
 * @param roles roles that these rules are of, and the most that one person has
 */
record Scale(int sessions, int rules, int roles) {
    /** Fewer rules than these would not fill a usual policy. */
    static final int FEWEST_RULES = Policy.FIXED;

    Scale {
        if (sessions < 1 || rules < FEWEST_RULES || roles < 1) {
            throw new IllegalArgumentException(sessions + "/" + rules + "/" + roles + " is no scale");
        }
    }

    /** Reads {@code sessions/rules/roles}. */
    static Scale parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException(text + " is not sessions/rules/roles");
        }
        return new Scale(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }
}
