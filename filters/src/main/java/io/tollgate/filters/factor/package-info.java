/** The second factor: who is asked for one, and what it may be. */
@NullMarked
package io.tollgate.filters.factor;

import org.jspecify.annotations.NullMarked;
