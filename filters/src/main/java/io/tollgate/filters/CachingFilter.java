package io.tollgate.filters;

import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.ResponseFilter;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.ResponseHead;
import io.tollgate.filters.routing.Target;
import java.util.Locale;

/**
 * Keeps what people read, pages, JSON and documents, out of caches where the app says nothing of caching itself: the next
 * person at a shared desk would find it there. Pictures, styles and scripts stay as they are. Stateless.
 */
public final class CachingFilter implements ResponseFilter {
    private static final String[] SAID = {"cache-control", "expires", "pragma"};

    @Override
    public void amend(Exchange exchange, ResponseHead response) {
        HeaderFields fields = response.original();
        int type = fields.find("content-type", 0);
        if (type < 0 || response.status() < 200 || !(exchange.route().target() instanceof Target.Upstream)) {
            return;
        }
        for (String name : SAID) {
            if (fields.has(name)) {
                return;
            }
        }
        if (isPage(fields, type) || isRead(fields.value(type))) {
            response.setIfAbsent("cache-control", "no-store");
        }
    }

    /** What comes most, told by its bytes. */
    private static boolean isPage(HeaderFields fields, int type) {
        return fields.hasValue(type, "text/html")
                || fields.hasValue(type, "text/html; charset=utf-8")
                || fields.hasValue(type, "text/html;charset=utf-8")
                || fields.hasValue(type, "text/plain")
                || fields.hasValue(type, "application/json");
    }

    /** Whether a media type is something that people read. */
    private static boolean isRead(String value) {
        int semicolon = value.indexOf(';');
        String type =
                (semicolon < 0 ? value : value.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
        return switch (type) {
            case "text/html",
                    "text/plain",
                    "text/csv",
                    "text/xml",
                    "application/xml",
                    "application/json",
                    "application/pdf",
                    "application/rtf",
                    "text/rtf",
                    "application/msword" -> true;
            default ->
                type.endsWith("+json")
                        || (type.endsWith("+xml") && !type.startsWith("image/"))
                        || type.startsWith("application/vnd.ms-")
                        || type.startsWith("application/vnd.openxmlformats-")
                        || type.startsWith("application/vnd.oasis.opendocument");
        };
    }
}
