/** What patterns say about each other: which covers which, and which a path-info can reach. */
@NullMarked
package io.tollgate.config.rule;

import org.jspecify.annotations.NullMarked;
