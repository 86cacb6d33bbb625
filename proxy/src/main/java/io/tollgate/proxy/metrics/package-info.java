/** Micrometer binders: a listener of exchanges and one of the audit trail, nothing else. */
@NullMarked
package io.tollgate.proxy.metrics;

import org.jspecify.annotations.NullMarked;
