/** A scripted day, and a search for every secret of it in all that it wrote. */
@NullMarked
package io.tollgate.proxy.secrets;

import org.jspecify.annotations.NullMarked;
