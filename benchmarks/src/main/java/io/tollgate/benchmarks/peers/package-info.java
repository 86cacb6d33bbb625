/** The side-by-side run against what people would use instead. */
@NullMarked
package io.tollgate.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
