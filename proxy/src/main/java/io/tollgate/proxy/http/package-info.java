/** The client's side of a request: the HTTP/1.1 codec, one exchange from head to end, and what becomes of failures. */
@NullMarked
package io.tollgate.proxy.http;

import org.jspecify.annotations.NullMarked;
