/** Logins that are neither expired nor ended, and the tokens that name them. */
@NullMarked
package io.tollgate.filters.session;

import org.jspecify.annotations.NullMarked;
