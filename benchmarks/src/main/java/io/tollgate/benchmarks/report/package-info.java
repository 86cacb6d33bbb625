/** What a benchmark leaves behind: a table, JSON and plots, with all that is needed to repeat it. */
@NullMarked
package io.tollgate.benchmarks.report;

import org.jspecify.annotations.NullMarked;
