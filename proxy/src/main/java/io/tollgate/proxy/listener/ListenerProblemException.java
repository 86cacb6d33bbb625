package io.tollgate.proxy.listener;

import io.tollgate.config.HostPort;

/** Thrown where a listener cannot open its address; the message names listener, address, cause and remedy. */
public final class ListenerProblemException extends Exception {

    ListenerProblemException(String listener, HostPort address, String what, String remedy, Throwable cause) {
        super("listener " + listener + " (" + address + "): " + what + "; " + remedy, cause);
    }
}
