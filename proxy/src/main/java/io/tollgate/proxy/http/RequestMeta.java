package io.tollgate.proxy.http;

import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.RequestHead;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a request's head says about its message and connection, read once. Immutable.
 *
 * @param framing of the body, see {@link BodyFraming}
 * @param authority the Host as sent, port included
 * @param isKeepAlive whether the client expects to use the connection again
 * @param isWebSocket whether it is a proper request to change to WebSocket (RFC 6455 section 4.1)
 * @param isContinueExpected whether it waits for 100 Continue before its body
 * @param acceptsTrailers whether it sent {@code TE: trailers}
 * @param webSocketAccept what a 101 has to say in Sec-WebSocket-Accept; null where the client looks at that itself
 */
public record RequestMeta(
        long framing,
        String authority,
        boolean isKeepAlive,
        boolean isWebSocket,
        boolean isContinueExpected,
        boolean acceptsTrailers,
        @Nullable String webSocketAccept) {

    /**
     * Reads what must be right before anybody is asked about the request.
     *
     * @param head read, its target in origin-form already
     * @param authorityOfTarget of a target in absolute-form; null for others
     */
    static RequestMeta read(RequestHead head, @Nullable String authorityOfTarget) throws BadMessageException {
        return read(head, authorityOfTarget, BodyFraming.ofRequest(head), null);
    }

    /**
     * Reads what must be right, of a request whose framing is known already.
     *
     * @param webSocketAccept what the upstream has to prove a change to WebSocket with, where nobody downstream looks at
     *     that; else null
     */
    public static RequestMeta read(
            RequestHead head, @Nullable String authorityOfTarget, long framing, @Nullable String webSocketAccept)
            throws BadMessageException {
        HeaderFields fields = head.fields();
        String authority = Authority.ofRequest(fields, authorityOfTarget);
        ConnectionOptions options = ConnectionOptions.ofRequest(fields);
        boolean isKeepAlive = head.minorVersion() == 1 ? !options.isClose() : options.isKeepAlive();
        boolean isWebSocket = options.isUpgrade() && isWebSocket(head, framing);
        return new RequestMeta(
                framing,
                authority,
                isKeepAlive,
                isWebSocket,
                isContinueExpected(head),
                fields.has("te") && acceptsTrailers(fields),
                webSocketAccept);
    }

    /** Whether the request has a body, however long. */
    public boolean hasBody() {
        return framing != BodyFraming.NONE;
    }

    /** The same with a body whose length is known by now. */
    public RequestMeta withFraming(long length) {
        return new RequestMeta(
                length, authority, isKeepAlive, isWebSocket, isContinueExpected, acceptsTrailers, webSocketAccept);
    }

    private static boolean isContinueExpected(RequestHead head) throws BadMessageException {
        int expect = head.fields().find("expect", 0);
        if (expect < 0) {
            return false;
        }
        if (!head.fields().hasValue(expect, "100-continue")) {
            throw new BadMessageException(417, "request.expect", "an expectation other than 100-continue");
        }
        return head.minorVersion() == 1;
    }

    private static boolean acceptsTrailers(HeaderFields fields) {
        for (String value : fields.all("te")) {
            if (value.toLowerCase(Locale.ROOT).contains("trailers")) {
                return true;
            }
        }
        return false;
    }

    /** Whatever else asks for a change of protocol is forwarded as a request that does not. */
    private static boolean isWebSocket(RequestHead head, long framing) {
        HeaderFields fields = head.fields();
        int upgrade = fields.find("upgrade", 0);
        return upgrade >= 0
                && fields.hasValue(upgrade, "websocket")
                && fields.find("upgrade", upgrade + 1) < 0
                && head.method().equals("GET")
                && head.minorVersion() == 1
                && framing == BodyFraming.NONE
                && isOnce(fields, "sec-websocket-version")
                && "13".equals(fields.first("sec-websocket-version"))
                && isOnce(fields, "sec-websocket-key")
                && isKey(fields.first("sec-websocket-key"));
    }

    private static boolean isOnce(HeaderFields fields, String name) {
        int i = fields.find(name, 0);
        return i >= 0 && fields.find(name, i + 1) < 0;
    }

    /** Sixteen bytes in base64. */
    private static boolean isKey(@Nullable String key) {
        if (key == null || key.length() != 24 || !key.endsWith("==")) {
            return false;
        }
        for (int i = 0; i < 22; i++) {
            char c = key.charAt(i);
            boolean isBase64 =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
            if (!isBase64) {
                return false;
            }
        }
        return true;
    }
}
