package io.tollgate.proxy.demo;

import java.io.IOException;

/** A request that the application will not answer as asked; the message is its own and is shown. */
final class Refused extends IOException {

    private static final long serialVersionUID = 1L;

    private final int status;

    Refused(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }

    String shown() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
