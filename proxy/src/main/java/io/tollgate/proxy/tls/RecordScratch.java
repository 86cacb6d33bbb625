package io.tollgate.proxy.tls;

import java.util.Arrays;

/**
 * Two arrays in which the records of all connections of one event loop are sealed and opened, one at a time. Confined to it.
 *
 * <p>Nothing is kept in them from one call to the next: what was open is overwritten, so that no password or token stays for
 * whoever looks into the heap later.
 */
final class RecordScratch {

    /** Has room for the type and the padding behind the text. */
    final byte[] plain = new byte[RecordProtection.MOST_RECORD_12];

    final byte[] record = new byte[RecordProtection.MOST_RECORD_12];

    /** Forgets the first bytes of what is open. */
    void forget(int length) {
        Arrays.fill(plain, 0, length, (byte) 0);
    }
}
