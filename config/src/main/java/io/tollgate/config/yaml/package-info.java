/** YAML as a tree in which every node knows its place: no alias, no tag, no second document, bounded in size and depth. */
@NullMarked
package io.tollgate.config.yaml;

import org.jspecify.annotations.NullMarked;
