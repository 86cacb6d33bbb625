package io.tollgate.filters.login;

import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.RequestHead;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who will read an answer: that decides whether it is a page. */
enum Asker {
    /** A person whose browser goes to a page. */
    PERSON,
    /** A person who sees one frame of a page. */
    FRAME,
    /** A script, an image, a socket, a program: anything that must not be sent to a login page. */
    SCRIPT;

    /**
     * Who asks. Fetch Metadata says so (W3C Fetch Metadata section 2); without it, a GET or HEAD whose Accept names
     * text/html, unless a library says that it is a script.
     */
    static Asker of(RequestHead head) {
        HeaderFields fields = head.fields();
        if (head.isUpgrade()) {
            return SCRIPT;
        }
        String mode = fields.first("sec-fetch-mode");
        if (mode != null || fields.has("sec-fetch-dest") || fields.has("sec-fetch-site")) {
            return "navigate".equals(mode) ? ofDestination(fields.first("sec-fetch-dest")) : SCRIPT;
        }
        boolean isRead = head.method().equals("GET") || head.method().equals("HEAD");
        return isRead && !fields.has("x-requested-with") && acceptsHtml(fields) ? PERSON : SCRIPT;
    }

    private static Asker ofDestination(@Nullable String destination) {
        if (destination == null) {
            return PERSON;
        }
        return switch (destination) {
            case "frame", "iframe", "object", "embed" -> FRAME;
            default -> PERSON;
        };
    }

    private static boolean acceptsHtml(HeaderFields fields) {
        for (String value : fields.all("accept")) {
            for (String range : value.split(",", -1)) {
                if (range.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("text/html")) {
                    return true;
                }
            }
        }
        return false;
    }
}
