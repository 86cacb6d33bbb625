/** Bound addresses: who may connect, how many, and what a connection passes before its first request is read. */
@NullMarked
package io.tollgate.proxy.listener;

import org.jspecify.annotations.NullMarked;
