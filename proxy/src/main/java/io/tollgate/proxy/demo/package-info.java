/** The small legacy billing application that {@code tollgate demo} guards, and what that command prints and configures. */
@NullMarked
package io.tollgate.proxy.demo;

import org.jspecify.annotations.NullMarked;
