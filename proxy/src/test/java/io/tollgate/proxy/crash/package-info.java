/** A gateway is killed while people log in: what they were told is true afterwards, and nothing is done by half. */
@NullMarked
package io.tollgate.proxy.crash;

import org.jspecify.annotations.NullMarked;
