package io.tollgate.filters.http;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The head of a response on its way to the client, open to amendment. Confined to one event loop.
 *
 * <p>Fields that came from upstream stay bytes and keep their order; what is removed is only marked, what is added comes
 * last. Names are given in lower case.
 */
public final class ResponseHead {
    private final int status;
    private final String reasonPhrase;
    private final HeaderFields original;
    private boolean @Nullable [] removed;
    private final List<Field> added = new ArrayList<>(8);

    /**
     * A head to be amended.
     *
     * @param status the status code, 100 to 999
     * @param reasonPhrase as it came, possibly empty
     * @param original the fields that came
     */
    public ResponseHead(int status, String reasonPhrase, HeaderFields original) {
        this.status = status;
        this.reasonPhrase = reasonPhrase;
        this.original = original;
    }

    /** The status code. */
    public int status() {
        return status;
    }

    /** The reason phrase, possibly empty. */
    public String reasonPhrase() {
        return reasonPhrase;
    }

    /** The fields that came, removed ones included: see {@link #isRemoved}. */
    public HeaderFields original() {
        return original;
    }

    /** Whether field {@code i} of {@link #original()} is not to be written. */
    public boolean isRemoved(int i) {
        return removed != null && removed[i];
    }

    /** Fields to be written after the original ones. */
    public List<Field> added() {
        return added;
    }

    /** Whether a field of this lower-case name will be written. */
    public boolean has(String lowerCaseName) {
        return first(lowerCaseName) != null;
    }

    /** The value of the first field of this lower-case name that will be written. */
    public @Nullable String first(String lowerCaseName) {
        for (int i = original.find(lowerCaseName, 0); i >= 0; i = original.find(lowerCaseName, i + 1)) {
            if (!isRemoved(i)) {
                return original.value(i);
            }
        }
        for (Field field : added) {
            if (field.name().equalsIgnoreCase(lowerCaseName)) {
                return field.value();
            }
        }
        return null;
    }

    /** Takes out every field of this lower-case name. */
    public ResponseHead remove(String lowerCaseName) {
        for (int i = original.find(lowerCaseName, 0); i >= 0; i = original.find(lowerCaseName, i + 1)) {
            remove(i);
        }
        if (!added.isEmpty()) {
            added.removeIf(field -> field.name().equalsIgnoreCase(lowerCaseName));
        }
        return this;
    }

    /** Takes out field {@code i} of {@link #original()}. */
    public void remove(int i) {
        boolean[] marks = removed;
        if (marks == null) {
            marks = new boolean[original.count()];
            removed = marks;
        }
        marks[i] = true;
    }

    /** Adds a field after all others. */
    public ResponseHead add(String name, String value) {
        added.add(new Field(name, value));
        return this;
    }

    /** Replaces every field of this name by one. */
    public ResponseHead set(String lowerCaseName, String value) {
        return remove(lowerCaseName).add(lowerCaseName, value);
    }

    /** Adds the field unless one of that name will be written already. */
    public ResponseHead setIfAbsent(String lowerCaseName, String value) {
        return has(lowerCaseName) ? this : add(lowerCaseName, value);
    }

    /** Rewrites the values of every original field of this name, in place of order: an unchanged value stays bytes. */
    public void mapEach(String lowerCaseName, UnaryOperator<@Nullable String> mapping) {
        for (int i = original.find(lowerCaseName, 0); i >= 0; i = original.find(lowerCaseName, i + 1)) {
            if (isRemoved(i)) {
                continue;
            }
            String before = original.value(i);
            String after = mapping.apply(before);
            if (after == null) {
                remove(i);
            } else if (!after.equals(before)) {
                remove(i);
                added.add(new Field(original.name(i), after));
            }
        }
    }

    @Override
    public String toString() {
        return "ResponseHead[" + status + " " + original + " + " + added + "]";
    }
}
