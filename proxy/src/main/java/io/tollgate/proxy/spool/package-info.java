/** Keeps bodies of unknown length until their length is known, for applications that can't read chunks. */
@NullMarked
package io.tollgate.proxy.spool;

import org.jspecify.annotations.NullMarked;
