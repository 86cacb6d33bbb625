/** The gateway as a whole: start, reload, drain, stop, and the assembly of its parts. */
@NullMarked
package io.tollgate.proxy;

import org.jspecify.annotations.NullMarked;
