/** What a person sees of the gateway: log in, lock, change of the password, account, log out, and every refusal. */
@NullMarked
package io.tollgate.filters.login;

import org.jspecify.annotations.NullMarked;
