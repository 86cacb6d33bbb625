package io.tollgate.filters.http;

import io.tollgate.config.SignOnConfig;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Names of fields that clients may not send to an app: by them a proxy, not a client, says who somebody is, where they
 * come from, or what was really asked for. {@code docs/headers.md} lists them. Immutable; safe for use by any thread.
 *
 * <p>Names are compared without letter case and without {@code -}, {@code _} and {@code .}, which applications take for one
 * another: {@code X_Remote.User} is {@code X-Remote-User}.
 */
public final class StrippedHeaders {
    private final Set<String> exact;
    private final Set<String> kept;
    private final SpellingTable table;
    private final SpellingTable keptTable;

    private StrippedHeaders(Set<String> exact, Set<String> kept) {
        this.exact = exact;
        this.kept = kept;
        this.table = new SpellingTable(exact);
        this.keptTable = new SpellingTable(kept);
    }

    /** The published names and those that this app gets its users by, less what the operator exempts. */
    public static StrippedHeaders of(SignOnConfig signOn) {
        Set<String> exact = new HashSet<>(StrippedNames.NAMES);
        Set<String> kept = new HashSet<>();
        for (String name : signOn.keep()) {
            kept.add(bare(name));
        }
        for (String name : new String[] {signOn.userHeader(), signOn.rolesHeader(), signOn.tenantHeader()}) {
            exact.add(bare(name));
            kept.remove(bare(name)); // By these the app believes us: nobody else ever sends them.
        }
        return new StrippedHeaders(Set.copyOf(exact), Set.copyOf(kept));
    }

    /** Whether field {@code i} is not passed on. Allocates nothing. */
    public boolean isStripped(HeaderFields fields, int i) {
        byte[] bytes = fields.bytes();
        int start = fields.nameStart(i);
        int end = fields.nameEnd(i);
        boolean isListed = table.holds(bytes, start, end) || StrippedNames.hasPrefix(bytes, start, end);
        return isListed && !(!kept.isEmpty() && keptTable.holds(bytes, start, end));
    }

    /** Whether a field of this name is not passed on. */
    public boolean isStripped(String name) {
        return isStripped(HeaderFields.of(name, ""), 0);
    }

    /** A name as it is compared: lower case, without separators. */
    static String bare(String name) {
        StringBuilder bare = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            if (!isSeparator(name.charAt(i))) {
                bare.append(name.charAt(i));
            }
        }
        return bare.toString().toLowerCase(Locale.ROOT);
    }

    static boolean isSeparator(int c) {
        return c == '-' || c == '_' || c == '.';
    }

    @Override
    public String toString() {
        return "StrippedHeaders[" + exact.size() + " names, kept " + kept + "]";
    }
}
