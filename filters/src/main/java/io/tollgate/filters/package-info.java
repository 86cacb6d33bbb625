/** The filters that judge a request, one class each. */
@NullMarked
package io.tollgate.filters;

import org.jspecify.annotations.NullMarked;
