/** Minutes of everything at once: reloads, deaths of applications, clients that vanish; nothing may be lost or mixed up. */
@NullMarked
package io.tollgate.proxy.soak;

import org.jspecify.annotations.NullMarked;
