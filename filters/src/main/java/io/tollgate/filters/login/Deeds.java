package io.tollgate.filters.login;

import io.tollgate.filters.kept.KeptRequests;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says in plain words what somebody is about to confirm, without anything that a query or a path parameter may hold. */
final class Deeds {
    private static final int LONGEST = 120;

    private Deeds() {}

    /** A sentence. */
    static String of(String app, KeptRequests.@Nullable Seen seen, @Nullable String returnTo) {
        if (seen != null) {
            return "You are about to " + verb(seen.method()) + " " + plain(seen.target()) + " of " + app
                    + size(seen.length()) + ".";
        }
        return returnTo == null
                ? "What you are about to do in " + app + " has to be confirmed."
                : "You are about to open " + plain(returnTo) + " of " + app + ".";
    }

    private static String verb(String method) {
        return switch (method) {
            case "POST" -> "send what you filled in to";
            case "PUT", "PATCH" -> "change";
            case "DELETE" -> "delete";
            default -> "do something (" + method + ") to";
        };
    }

    private static String size(long length) {
        if (length < 100_000) {
            return "";
        }
        return String.format(Locale.ROOT, " (%.1f MB)", length / 1_000_000.0);
    }

    /** The path alone, each segment without its parameters. */
    private static String plain(String target) {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        StringBuilder plain = new StringBuilder(path.length());
        for (String segment : path.substring(1).split("/", -1)) {
            int parameters = segment.indexOf(';');
            plain.append('/').append(parameters < 0 ? segment : segment.substring(0, parameters));
        }
        return plain.length() > LONGEST ? plain.substring(0, LONGEST) + "…" : plain.toString();
    }
}
