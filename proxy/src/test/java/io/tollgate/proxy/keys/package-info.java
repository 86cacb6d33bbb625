/** Rotations of the sealing key, whole and cut short. */
@NullMarked
package io.tollgate.proxy.keys;

import org.jspecify.annotations.NullMarked;
