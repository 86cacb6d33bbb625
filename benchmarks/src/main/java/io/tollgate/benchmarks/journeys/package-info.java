/** Realistic people before any deployment: what they do, how they are sent at a fixed rate, and what they met. */
@NullMarked
package io.tollgate.benchmarks.journeys;

import org.jspecify.annotations.NullMarked;
