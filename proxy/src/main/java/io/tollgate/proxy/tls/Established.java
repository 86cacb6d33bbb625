package io.tollgate.proxy.tls;

/**
 * What a handshake has led to.
 *
 * @param keys protect all that comes
 * @param mostPlain what a record may hold at most, by the client's wish
 */
record Established(TlsDetails details, RecordKeys keys, int mostPlain) {}
