/** Passkeys: who has which, what they are asked to sign, and what is believed of the answer (W3C Web Authentication Level 3). */
@NullMarked
package io.tollgate.filters.passkey;

import org.jspecify.annotations.NullMarked;
