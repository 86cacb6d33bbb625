/** How memory and CPU grow with sessions, rules, apps, connections and logins. */
@NullMarked
package io.tollgate.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
