/** What is measured of a process (CPU time, compiler threads, memory) and what is made of several measurements. */
@NullMarked
package io.tollgate.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
