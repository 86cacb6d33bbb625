/** Figures as people and programs read them: a table on the screen, JSON and charts in files. */
@NullMarked
package io.tollgate.benchmarks.sheet;

import org.jspecify.annotations.NullMarked;
