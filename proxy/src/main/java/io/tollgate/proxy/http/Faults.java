package io.tollgate.proxy.http;

import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells operators of what went wrong in the gateway itself where a connection can only be closed. Stateless. */
public final class Faults {
    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

    private Faults() {}

    /** Logs a fault that reached the end of a pipeline; what peers and networks do is not one and not worth a line. */
    public static void tell(String where, Throwable cause) {
        if (isOurs(cause)) {
            LOG.error("gateway.fault: a connection {} was closed", where, cause);
        }
    }

    /** Broken connections, and bytes that are no TLS, come from outside. */
    static boolean isOurs(Throwable cause) {
        return !(cause instanceof IOException) && !(cause instanceof DecoderException);
    }
}
