/** Throw-away certificates for tests, benchmarks and the demo; never for production. */
@NullMarked
package io.tollgate.certs;

import org.jspecify.annotations.NullMarked;
