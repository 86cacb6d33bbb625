/** The Unix socket by which commands reach a running gateway. */
@NullMarked
package io.tollgate.proxy.control;

import org.jspecify.annotations.NullMarked;
