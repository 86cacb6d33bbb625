package io.tollgate.proxy.soak;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;

/**
 * Where clients of a soak go and what they share.
 *
 * @param cookie of somebody who is logged in
 * @param isOver when clients stop
 */
record Place(int port, SSLContext trust, String cookie, Ledger ledger, AtomicBoolean isOver, AtomicLong nonces) {
    /** Never the same twice. */
    String nonce() {
        return "n" + nonces.incrementAndGet() + "z";
    }
}
