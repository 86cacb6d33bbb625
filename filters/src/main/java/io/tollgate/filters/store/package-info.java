/** The embedded store: who owns the data directory, one writer with group commit, and the journals kept there. */
@NullMarked
package io.tollgate.filters.store;

import org.jspecify.annotations.NullMarked;
