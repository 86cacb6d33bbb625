/** Clients that make load, each of which refuses to count an answer that is not the one expected. */
@NullMarked
package io.tollgate.benchmarks.load;

import org.jspecify.annotations.NullMarked;
