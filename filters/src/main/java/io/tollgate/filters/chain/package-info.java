/** The kernel: what judges a request, what it may say, and the order in which it is asked. */
@NullMarked
package io.tollgate.filters.chain;

import org.jspecify.annotations.NullMarked;
