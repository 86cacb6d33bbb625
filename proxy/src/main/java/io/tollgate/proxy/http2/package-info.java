/** HTTP/2 towards clients: frames, streams and floods; each stream is an exchange like any other. */
@NullMarked
package io.tollgate.proxy.http2;

import org.jspecify.annotations.NullMarked;
