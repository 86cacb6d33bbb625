/** A deployment made for one measurement: YAML, certificate, users and sessions on disk, applications, and a gateway on them. */
@NullMarked
package io.tollgate.benchmarks.site;

import org.jspecify.annotations.NullMarked;
