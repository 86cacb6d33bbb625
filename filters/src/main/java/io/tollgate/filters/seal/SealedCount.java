package io.tollgate.filters.seal;

/** How many values of one purpose are sealed by one key. Immutable. */
public record SealedCount(String purpose, String keyId, int values) {}
