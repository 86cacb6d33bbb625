/** Work handed from threads that must never wait, the event loops, to threads that may. */
@NullMarked
package io.tollgate.filters.handover;

import org.jspecify.annotations.NullMarked;
