/** What a gateway does with itself before it opens, so that its first visitors do not meet code that was never run. */
@NullMarked
package io.tollgate.proxy.rehearsal;

import org.jspecify.annotations.NullMarked;
