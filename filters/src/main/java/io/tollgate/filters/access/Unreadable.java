package io.tollgate.filters.access;

/**
 * A target that backends could read in ways nobody can judge. It is refused with 400.
 *
 * @param reason a stable code: {@code target.dot-segment}, {@code target.encoded-slash} …, see {@link StrictPath}
 */
public record Unreadable(String reason) implements ReadTarget {}
