/** What an operator declares, read from YAML into immutable records. */
@NullMarked
package io.tollgate.config;

import org.jspecify.annotations.NullMarked;
