/** Objects that are lent to one thread for the length of a call, so that a request makes none. */
@NullMarked
package io.tollgate.filters.scratch;

import org.jspecify.annotations.NullMarked;
