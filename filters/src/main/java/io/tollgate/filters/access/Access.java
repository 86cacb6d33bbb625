package io.tollgate.filters.access;

/** An app's rules, compiled: who may do what. Immutable. */
public final class Access {
    Access() {}
}
