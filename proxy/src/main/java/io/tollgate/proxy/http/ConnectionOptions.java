package io.tollgate.proxy.http;

import io.tollgate.filters.http.HeaderFields;
import java.util.Locale;

/**
 * What the Connection fields of a request ask for (RFC 9110 section 7.6.1). Immutable.
 *
 * @param isClose the connection ends after this exchange
 * @param isKeepAlive an HTTP/1.0 client would use it again
 * @param isUpgrade the Upgrade field is meant
 */
record ConnectionOptions(boolean isClose, boolean isKeepAlive, boolean isUpgrade) {
    private static final ConnectionOptions NONE = new ConnectionOptions(false, false, false);
    private static final ConnectionOptions KEEP_ALIVE = new ConnectionOptions(false, true, false);
    private static final ConnectionOptions CLOSE = new ConnectionOptions(true, false, false);

    /** A request that names any other field there wants it removed on the way: {@code Connection: X-Forwarded-User}. */
    static ConnectionOptions ofRequest(HeaderFields fields) throws BadMessageException {
        int i = fields.find("connection", 0);
        if (fields.has("upgrade")) {
            refuseH2c(fields);
        }
        if (i < 0) {
            return NONE;
        }
        if (fields.find("connection", i + 1) < 0) {
            if (fields.hasValue(i, "keep-alive")) {
                return KEEP_ALIVE;
            }
            if (fields.hasValue(i, "close")) {
                return CLOSE;
            }
        }
        return several(fields);
    }

    private static ConnectionOptions several(HeaderFields fields) throws BadMessageException {
        boolean isClose = false;
        boolean isKeepAlive = false;
        boolean isUpgrade = false;
        for (String value : fields.all("connection")) {
            for (String part : value.split(",", -1)) {
                switch (part.strip().toLowerCase(Locale.ROOT)) {
                    case "close" -> isClose = true;
                    case "keep-alive" -> isKeepAlive = true;
                    case "upgrade" -> isUpgrade = true;
                    case "te", "" -> {}
                    default ->
                        throw BadMessageException.request(
                                "connection", "Connection names a field that is not for this hop");
                }
            }
        }
        return new ConnectionOptions(isClose, isKeepAlive, isUpgrade);
    }

    private static void refuseH2c(HeaderFields fields) throws BadMessageException {
        for (String value : fields.all("upgrade")) {
            for (String part : value.split(",", -1)) {
                String protocol = part.strip().toLowerCase(Locale.ROOT);
                if (protocol.equals("h2c") || protocol.startsWith("h2c/") || protocol.equals("h2")) {
                    throw BadMessageException.request("upgrade", "an upgrade to HTTP/2 in the clear");
                }
            }
        }
    }
}
