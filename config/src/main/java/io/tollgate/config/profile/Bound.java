package io.tollgate.config.profile;

import java.util.Arrays;
import java.util.List;

/** What a clause asks of a setting's value. Immutable. */
public sealed interface Bound {

    /** Between the two parts of a value that has a time and a count: {@code 365d and 4}. */
    String AND = " and ";

    /** Whether a value, as it would be written, is as strict as this or stricter. */
    boolean holds(String value);

    /** What is asked for, in words: {@code at most 15m}. */
    String words();

    /** The weakest values that hold, the one to be named first; empty where there is none to name. */
    List<String> limits();

    /** No more than this; {@code off} is more than anything. */
    record AtMost(String limit) implements Bound {

        @Override
        public boolean holds(String value) {
            Measure given = Measure.of(value);
            Measure most = Measure.of(limit);
            return given.unit() == most.unit() && given.amount() <= most.amount();
        }

        @Override
        public String words() {
            return "at most " + limit;
        }

        @Override
        public List<String> limits() {
            return List.of(limit);
        }
    }

    /** No less than this; {@code off} is less than anything, and of {@code 365d and 4} one has to be enough. */
    record AtLeast(String limit) implements Bound {

        @Override
        public boolean holds(String value) {
            Measure least = Measure.of(limit);
            return Arrays.stream(value.split(AND, -1))
                    .map(Measure::of)
                    .anyMatch(given -> given.unit() == least.unit() && given.amount() >= least.amount());
        }

        @Override
        public String words() {
            return "at least " + limit;
        }

        @Override
        public List<String> limits() {
            return List.of(limit);
        }
    }

    /** One of these words and nothing else. */
    record Words(List<String> allowed) implements Bound {

        public Words {
            allowed = List.copyOf(allowed);
        }

        static Words of(String... allowed) {
            return new Words(List.of(allowed));
        }

        @Override
        public boolean holds(String value) {
            return allowed.contains(value);
        }

        @Override
        public String words() {
            return String.join(" or ", allowed);
        }

        @Override
        public List<String> limits() {
            return allowed;
        }
    }

    /** Anything, as long as it is written: no default can be right. */
    record Written() implements Bound {

        @Override
        public boolean holds(String value) {
            return !value.isEmpty();
        }

        @Override
        public String words() {
            return "one to be named";
        }

        @Override
        public List<String> limits() {
            return List.of();
        }
    }
}
