/** Spring Cloud Gateway with a login, as a Java house would set it up instead. */
@NullMarked
package io.tollgate.benchmarks.spring;

import org.jspecify.annotations.NullMarked;
