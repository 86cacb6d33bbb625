package io.tollgate.filters.login;

import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.RequestHead;

/** Whether one of our forms was posted by another site (W3C Fetch Metadata section 2; RFC 6454 section 7). */
final class FormOrigin {
    private FormOrigin() {}

    /** Sec-Fetch-Site decides; without it, Origin must be our own; without both, an old client passes. */
    static boolean isForeign(RequestHead head) {
        HeaderFields fields = head.fields();
        String site = fields.first("sec-fetch-site");
        if (site != null) {
            return !site.equals("same-origin") && !site.equals("none");
        }
        String origin = fields.first("origin");
        String host = fields.first("host");
        if (origin == null) {
            return false;
        }
        int start = origin.indexOf("://");
        return start < 0 || !origin.substring(start + 3).equalsIgnoreCase(host);
    }
}
