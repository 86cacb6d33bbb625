package io.tollgate.benchmarks.journeys;

import java.util.Locale;

/** One thing that a person does; what it brings along (redirects, style sheets) belongs to it. */
public enum Step {
    /** Opens a page without a session, and sends name and password. */
    LOGIN,
    /** The same with a slip of the fingers. */
    WRONG_LOGIN,
    /** Opens a page of the application. */
    BROWSE,
    /** Opens a page that takes files, and sends one. */
    UPLOAD,
    /** Opens a page after having been away. */
    COME_BACK,
    /** Sends the password on the page of a locked session. */
    UNLOCK,
    /** The same with a slip of the fingers. */
    WRONG_UNLOCK,
    /** Presses log out. */
    LOGOUT;

    /** How it is called in reports. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether a password is compared: people who share an account do these one after the other. */
    public boolean sendsPassword() {
        return this == LOGIN || this == WRONG_LOGIN || this == UNLOCK || this == WRONG_UNLOCK;
    }
}
