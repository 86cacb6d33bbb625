package io.tollgate.config;

/** The least and the most that a value may be, both included. */
public record Range<T extends Comparable<T>>(T least, T most) {

    public Range {
        if (least.compareTo(most) > 0) {
            throw new IllegalArgumentException(least + " is more than " + most);
        }
    }

    public static <T extends Comparable<T>> Range<T> of(T least, T most) {
        return new Range<>(least, most);
    }

    public boolean contains(T value) {
        return least.compareTo(value) <= 0 && value.compareTo(most) <= 0;
    }

    /** Returns the value, or throws where it is out of bounds. */
    T require(String name, T value) {
        if (!contains(value)) {
            throw new IllegalArgumentException(name + " is " + value + ", not between " + least + " and " + most);
        }
        return value;
    }
}
