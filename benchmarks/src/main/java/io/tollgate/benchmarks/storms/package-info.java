/** What people feel while others storm the gateway, its configuration changes, sessions are revoked or an application fails. */
@NullMarked
package io.tollgate.benchmarks.storms;

import org.jspecify.annotations.NullMarked;
