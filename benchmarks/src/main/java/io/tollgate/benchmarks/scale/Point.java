package io.tollgate.benchmarks.scale;

import io.tollgate.benchmarks.measure.Memory;
import io.tollgate.benchmarks.site.Site;

/**
 * What was measured at one size. Immutable.
 *
 * @param size of the dimension, as it was in the end
 * @param start how the gateway came up
 * @param memory after a full collection
 * @param resident all memory of the process, in bytes
 * @param cpuMicros of the gateway for each request, its compilers' share included
 * @param p99 of these requests in milliseconds, at a fixed rate
 */
record Point(
        Dimension dimension, int size, Site.Start start, Memory memory, long resident, double cpuMicros, double p99) {}
