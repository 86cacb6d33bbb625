/** The command line, one class a command. */
@NullMarked
package io.tollgate.proxy.cli;

import org.jspecify.annotations.NullMarked;
