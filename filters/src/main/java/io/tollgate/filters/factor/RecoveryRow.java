package io.tollgate.filters.factor;

/**
 * A recovery code that was not used yet. Immutable.
 *
 * @param hash as {@code RecoveryCodes} hashes it, in hexadecimal
 */
public record RecoveryRow(String userId, String hash) {}
