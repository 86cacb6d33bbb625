/** Security facts and the trail that proves them. */
@NullMarked
package io.tollgate.filters.audit;

import org.jspecify.annotations.NullMarked;
