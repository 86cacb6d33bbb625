package io.tollgate.config;

import org.jspecify.annotations.Nullable;

/** The variables of the process environment, as a parameter: {@code System::getenv}, or a map in a test. */
@FunctionalInterface
public interface Environment {

    /** The value of a variable, or null where it is not set. */
    @Nullable
    String variable(String name);
}
