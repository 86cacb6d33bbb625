package io.tollgate.filters.identity;

import java.time.Instant;

/**
 * The hash of a password that somebody had before. Immutable.
 *
 * @param retiredAt when another one took its place
 */
public record OldPassword(PasswordHash hash, Instant retiredAt) {}
