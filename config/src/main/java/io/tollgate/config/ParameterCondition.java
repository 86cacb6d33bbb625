package io.tollgate.config;

/** A condition of a pattern on a parameter of the query or the form. Both are decoded. */
public record ParameterCondition(String name, String value) {

    public ParameterCondition {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a parameter has a name");
        }
    }
}
