package io.tollgate.filters.routing;

/** What answers a request once it is judged. */
public sealed interface Target {
    /** The app's upstream, by name: needs a permit. */
    record Upstream(String name) implements Target {}

    /**
     * A page of the gateway's own.
     *
     * @param page the path below the prefix, without a leading slash: {@code login}, {@code assets/style.css}
     */
    record Own(String page) implements Target {}
}
