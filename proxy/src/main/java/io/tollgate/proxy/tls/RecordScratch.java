package io.tollgate.proxy.tls;

/**
 * Two arrays in which the records of all connections of one event loop are sealed and opened, one at a time. Confined to it.
 *
 * <p>Nothing is kept in them from one call to the next; what a record held stays there until the next one overwrites it.
 */
final class RecordScratch {

    /** Has room for the type and the padding behind the text. */
    final byte[] plain = new byte[RecordProtection.MOST_RECORD_12];

    final byte[] record = new byte[RecordProtection.MOST_RECORD_12];
}
