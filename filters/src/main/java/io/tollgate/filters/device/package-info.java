/** Devices from which a user has logged in before, and the cookie by which a browser shows that it is one. */
@NullMarked
package io.tollgate.filters.device;

import org.jspecify.annotations.NullMarked;
