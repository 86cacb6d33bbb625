/** Tollgate as a benchmark runs it: the YAML, the users and the JVM of a usual deployment, in a process of its own. */
@NullMarked
package io.tollgate.benchmarks.gateway;

import org.jspecify.annotations.NullMarked;
