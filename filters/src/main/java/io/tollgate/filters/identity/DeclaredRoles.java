package io.tollgate.filters.identity;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The roles that somebody may be given: those that apps or {@code roles:} declare, and the console's. Safe for use by any
 * thread.
 *
 * @param declared asked anew each time: a reload changes it
 */
public record DeclaredRoles(Supplier<Set<String>> declared) {
    /** Of the console's administrators; no app declares it. */
    public static final String ADMIN = "tollgate:admin";

    /** Throws where one of these is not declared, with the nearest that is. */
    void refuseUndeclared(Set<String> roles) {
        Set<String> known = new TreeSet<>(declared.get());
        known.add(ADMIN);
        for (String role : roles) {
            if (!known.contains(role)) {
                throw new RefusedChangeException(
                        "role.undeclared",
                        "role \"" + UserName.shown(role) + "\" is not declared by any app; " + hint(role, known));
            }
        }
    }

    private static String hint(String role, Set<String> known) {
        String best = "";
        int least = Math.max(2, role.length() / 3) + 1;
        for (String candidate : known) {
            int distance = distance(role, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return best.isEmpty() ? "there are: " + String.join(", ", known) : "did you mean \"" + best + "\"?";
    }

    /** How many letters must be put in, taken out or changed to make one of the other (Levenshtein). */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
