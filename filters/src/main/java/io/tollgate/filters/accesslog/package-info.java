/** The access log: one line a permitted request, written beside the way and never waited for. */
@NullMarked
package io.tollgate.filters.accesslog;

import org.jspecify.annotations.NullMarked;
