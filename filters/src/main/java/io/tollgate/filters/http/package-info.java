/** HTTP vocabulary: heads, fields, cookies, addresses and answers, without a socket in sight. */
@NullMarked
package io.tollgate.filters.http;

import org.jspecify.annotations.NullMarked;
