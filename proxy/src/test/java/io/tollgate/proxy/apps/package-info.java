/** Applications that are not ours and keep their own login, guarded in place: what docs/apps says of them is what is tried. */
@NullMarked
package io.tollgate.proxy.apps;

import org.jspecify.annotations.NullMarked;
