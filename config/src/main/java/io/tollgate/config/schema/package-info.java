/** One table of all keys: the reader, the JSON Schema and the reference are made from it and can't drift apart. */
@NullMarked
package io.tollgate.config.schema;

import org.jspecify.annotations.NullMarked;
