/** The gateway's own pages in a real browser, as people with a mouse, a keyboard, a screen reader or a telephone meet them. */
@NullMarked
package io.tollgate.proxy.journeys;

import org.jspecify.annotations.NullMarked;
