package io.tollgate.filters.access;

/** What became of reading a request target: every way to read it, or why it can't be read in one way only. */
public sealed interface ReadTarget permits Readings, Unreadable {}
