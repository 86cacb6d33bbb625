/** Who may do what on an app: rules compiled once, judged over every reading of a target. */
@NullMarked
package io.tollgate.filters.access;

import org.jspecify.annotations.NullMarked;
