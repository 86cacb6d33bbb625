/** Requests that wait for a fresh factor: whose they are, for how long, and that each goes on once at the most. */
@NullMarked
package io.tollgate.filters.kept;

import org.jspecify.annotations.NullMarked;
