package io.tollgate.proxy.upstream;

import io.tollgate.config.ExternalOrigin;
import io.tollgate.config.SignOnConfig;
import io.tollgate.filters.UrlMapping;
import io.tollgate.filters.access.Permit;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.Passage;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.StrippedHeaders;
import io.tollgate.filters.session.Caller;
import io.tollgate.proxy.http.BodyFraming;
import io.tollgate.proxy.http.HeadBuffer;
import io.tollgate.proxy.http.RequestMeta;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the head that goes upstream, here and nowhere else: the permit's request line, the client's fields as they came
 * minus what must not pass, and what is ours. Safe for use by any thread.
 */
public final class UpstreamHeaders {
    private static final String[] OURS = {
        "connection",
        "keep-alive",
        "proxy-connection",
        "proxy-authorization",
        "te",
        "transfer-encoding",
        "upgrade",
        "expect",
        "x-forwarded-for",
        "x-forwarded-proto",
        "x-forwarded-host",
        "x-forwarded-port"
    };

    private final Cookies cookies;

    /** Which cookies of a client an application gets. */
    @FunctionalInterface
    public interface Cookies {
        /** What Cookie field {@code i} of the request says upstream; null where nothing is left of it. */
        @Nullable
        String forUpstream(Exchange exchange, int i);
    }

    /** Heads with these cookies. */
    public UpstreamHeaders(Cookies cookies) {
        this.cookies = cookies;
    }

    /** Writes the head of a permitted request, the empty line included. */
    public HeadBuffer write(
            HeadBuffer out, Exchange exchange, Permit permit, RequestMeta request, StrippedHeaders stripped) {
        HeaderFields fields = exchange.head().fields();
        out.begin()
                .text(permit.method())
                .text(" ")
                .text(permit.target())
                .text(" HTTP/1.1")
                .line();
        clientFields(out, exchange, request, stripped);
        framing(out, request, isLengthNew(fields, request), isBodyUnusual(permit, request));
        forwarded(out, exchange, request);
        identity(out, exchange);
        return out.line();
    }

    private void clientFields(HeadBuffer out, Exchange exchange, RequestMeta request, StrippedHeaders stripped) {
        HeaderFields fields = exchange.head().fields();
        Passage passage = exchange.passage();
        for (int i = 0; i < fields.count(); i++) {
            if (passage != null && passage.isWithheld(fields, i)) {
                continue;
            }
            if (fields.isNamed(i, "cookie")) {
                cookie(out, exchange, i);
            } else if (isPadded(fields, i)) {
                out.field("Content-Length", Long.toString(request.framing()));
            } else if (fields.isNamed(i, "destination")) {
                mapped(out, fields, i, UrlMapping.toApp(exchange, fields.value(i)));
            } else if (fields.isNamed(i, "if")) {
                mapped(out, fields, i, withTagsMapped(exchange, fields.value(i)));
            } else if (!isOurs(fields, i) && !stripped.isStripped(fields, i)) {
                out.field(fields, i);
            }
        }
    }

    private void cookie(HeadBuffer out, Exchange exchange, int i) {
        String value = cookies.forUpstream(exchange, i);
        if (value != null && !value.isEmpty()) {
            checked(value);
            out.field("Cookie", value);
        }
    }

    /** A length with zeros in front is an octal number to some. */
    private static boolean isPadded(HeaderFields fields, int i) {
        int start = fields.valueStart(i);
        return fields.valueEnd(i) - start > 1 && fields.bytes()[start] == '0' && fields.isNamed(i, "content-length");
    }

    /** A field that names URLs of the app; one that names none stays as it came. */
    private static void mapped(HeadBuffer out, HeaderFields fields, int i, String value) {
        if (value.equals(fields.value(i))) {
            out.field(fields, i);
        } else {
            checked(value);
            out.field(fields.name(i), value);
        }
    }

    /** The resources that WebDAV's {@code If} names in angle brackets (RFC 4918 section 10.4); lock tokens stay. */
    private static String withTagsMapped(Exchange exchange, String value) {
        StringBuilder mapped = new StringBuilder(value.length());
        int from = 0;
        for (int open = value.indexOf('<'); open >= 0; open = value.indexOf('<', from)) {
            int close = value.indexOf('>', open);
            if (close < 0) {
                break;
            }
            mapped.append(value, from, open + 1)
                    .append(UrlMapping.toApp(exchange, value.substring(open + 1, close)))
                    .append('>');
            from = close + 1;
        }
        return mapped.append(value, from, value.length()).toString();
    }

    private static boolean isOurs(HeaderFields fields, int i) {
        int length = fields.nameEnd(i) - fields.nameStart(i);
        for (String name : OURS) {
            if (name.length() == length && fields.isNamed(i, name)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a body that came without its length was kept until that was known. */
    private static boolean isLengthNew(HeaderFields fields, RequestMeta request) {
        return request.framing() >= 0
                && (request.hasBody() || fields.has("transfer-encoding"))
                && !fields.has("content-length");
    }

    private static void framing(HeadBuffer out, RequestMeta request, boolean isLengthNew, boolean isBodyUnusual) {
        if (request.framing() == BodyFraming.CHUNKED) {
            out.field("Transfer-Encoding", "chunked");
        } else if (isLengthNew) {
            out.field("Content-Length", Long.toString(request.framing()));
        }
        if (isBodyUnusual) {
            out.field("Connection", "close");
        } else if (request.isWebSocket()) {
            out.field("Connection", "Upgrade");
            out.field("Upgrade", "websocket");
        } else if (request.acceptsTrailers()) {
            out.field("Connection", "TE");
            out.field("TE", "trailers");
        }
    }

    /**
     * Whether a request has a body that its method usually has not. An application may not look for it, and take it for
     * the next request (RFC 9110 section 9.3.1 warns of that): such a request is the last on its connection.
     */
    static boolean isBodyUnusual(Permit permit, RequestMeta request) {
        String method = permit.method();
        return request.hasBody()
                && (method.equalsIgnoreCase("GET")
                        || method.equalsIgnoreCase("HEAD")
                        || method.equalsIgnoreCase("DELETE")
                        || method.equalsIgnoreCase("OPTIONS"));
    }

    private static void forwarded(HeadBuffer out, Exchange exchange, RequestMeta request) {
        out.name("X-Forwarded-For");
        List<String> hops = exchange.client().forwardedFor();
        for (int i = 0; i < hops.size(); i++) {
            if (i > 0) {
                out.text(", ");
            }
            checked(hops.get(i));
            out.text(hops.get(i));
        }
        out.line();
        ExternalOrigin external = exchange.route().app().config().reach().external();
        String scheme = external == null ? exchange.arrival().scheme() : "https";
        String authority = external == null ? request.authority() : external.authority();
        out.field("X-Forwarded-Proto", scheme);
        out.field("X-Forwarded-Host", authority);
        out.field("X-Forwarded-Port", port(authority, scheme));
    }

    private static String port(String authority, String scheme) {
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']') && colon >= 0;
        return hasPort ? authority.substring(colon + 1) : scheme.equals("https") ? "443" : "80";
    }

    private static void identity(HeadBuffer out, Exchange exchange) {
        Passage passage = exchange.passage();
        boolean isTold = passage == null || !passage.isAnonymous();
        if (isTold && exchange.caller() instanceof Caller.Known known && known.objection() == null) {
            SignOnConfig signOn = exchange.route().app().config().signOn();
            Set<String> roles = known.roles();
            field(out, signOn.userHeader(), known.user().name());
            field(
                    out,
                    signOn.rolesHeader(),
                    roles.size() == 1 ? roles.iterator().next() : String.join(",", roles));
            String tenant = known.tenant();
            if (tenant != null) {
                field(out, signOn.tenantHeader(), tenant);
            }
        }
    }

    private static void field(HeadBuffer out, String name, String value) {
        checked(value);
        out.name(name);
        if (isLatin1(value)) {
            out.text(value);
        } else {
            out.utf8(value);
        }
        out.line();
    }

    private static boolean isLatin1(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) > 0xff) {
                return false;
            }
        }
        return true;
    }

    /** A value that could end its line ends the request instead. */
    private static void checked(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                throw new IllegalArgumentException("a value for upstream has a control character at " + i);
            }
        }
    }
}
