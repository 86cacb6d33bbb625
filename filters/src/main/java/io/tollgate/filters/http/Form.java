package io.tollgate.filters.http;

import java.util.List;

/** The parameters of a request body. Immutable. */
public record Form(List<Parameter> parameters) {
    /** No body, or one that no backend reads as a form. */
    public static final Form NONE = new Form(List.of());

    public Form {
        parameters = List.copyOf(parameters);
    }
}
