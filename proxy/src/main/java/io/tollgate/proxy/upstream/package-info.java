/** The application's side of a request: pooled connections, what is said to the application, and bodies both ways. */
@NullMarked
package io.tollgate.proxy.upstream;

import org.jspecify.annotations.NullMarked;
