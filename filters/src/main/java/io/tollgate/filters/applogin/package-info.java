/** Guards the login that an app keeps for itself: recognises it, limits it, and reads from the answer what came of it. */
@NullMarked
package io.tollgate.filters.applogin;

import org.jspecify.annotations.NullMarked;
