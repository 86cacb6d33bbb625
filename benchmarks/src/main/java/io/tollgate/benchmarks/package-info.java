/** Measurements, each named after what it measures. */
@NullMarked
package io.tollgate.benchmarks;

import org.jspecify.annotations.NullMarked;
