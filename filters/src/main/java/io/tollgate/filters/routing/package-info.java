/** Which app a host and path belong to: one table for routing and access. */
@NullMarked
package io.tollgate.filters.routing;

import org.jspecify.annotations.NullMarked;
