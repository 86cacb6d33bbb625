/** Makes the records of the configuration from YAML, and finds everything that is wrong with it at once. */
@NullMarked
package io.tollgate.config.reader;

import org.jspecify.annotations.NullMarked;
