package io.tollgate.filters.factor;

/** What follows somebody's first factor. */
public enum FactorStep {
    /** Nothing: they are in. */
    NOTHING,
    /** They are in, and are told that they may set up a second factor. */
    OFFERED,
    /** They have a second factor and show it. */
    CODE,
    /** They have none and set one up before they get any further. */
    ENROL
}
