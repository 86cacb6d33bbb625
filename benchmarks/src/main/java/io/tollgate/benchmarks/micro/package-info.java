/** Time and bytes of single operations (JMH), against a recorded baseline. */
@NullMarked
package io.tollgate.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
