/** The sealing key and what is derived from it. */
@NullMarked
package io.tollgate.filters.seal;

import org.jspecify.annotations.NullMarked;
