package io.tollgate.proxy.demo;

import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A claim against an insurer: the fields as they were typed, in the form's order. */
record Claim(int id, int patient, LocalDate received, String enteredBy, Map<String, String> fields) {

    Claim {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    String field(String name) {
        return fields.getOrDefault(name, "");
    }
}
