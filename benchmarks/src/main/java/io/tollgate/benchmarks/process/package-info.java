/** Programs that a benchmark starts: where they run, what they say, and that each of them ends. */
@NullMarked
package io.tollgate.benchmarks.process;

import org.jspecify.annotations.NullMarked;
