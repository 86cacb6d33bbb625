/** What each profile asks of which setting, clause by clause. */
@NullMarked
package io.tollgate.config.profile;

import org.jspecify.annotations.NullMarked;
