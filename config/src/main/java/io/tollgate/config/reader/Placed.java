package io.tollgate.config.reader;

import java.util.List;

/** A value that was read, and where. */
record Placed<T>(T value, Place place) {

    void problem(String what, String remedy) {
        place.problem(what, remedy);
    }

    static <T> List<T> values(List<Placed<T>> placed) {
        return placed.stream().map(Placed::value).toList();
    }
}
