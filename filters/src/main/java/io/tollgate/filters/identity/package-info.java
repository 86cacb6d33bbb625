/** Accounts: who exists, how they prove it, and when they may not try again. */
@NullMarked
package io.tollgate.filters.identity;

import org.jspecify.annotations.NullMarked;
