package io.tollgate.benchmarks.journeys;

/** What a person sees at the end of a step. */
public enum Seen {
    /** A page of the application. */
    PAGE,
    /** The login page, as one who has no session. */
    LOGIN_PAGE,
    /** The page of a session that was locked. */
    LOCK_PAGE,
    /** A page that wants another password first: nobody can go on with such an account. */
    MUST_CHANGE,
    /** 401 on what was sent: the password was not taken. */
    NOT_TAKEN,
    /** 403 or 404: a role may not do this, or it is not there (any more). */
    REFUSED,
    /** 429 or 503: not now. */
    BUSY,
    /** Another status, or a redirect to somewhere else. */
    FAULT,
    /** No answer: refused, cut, or too late. */
    NOTHING
}
