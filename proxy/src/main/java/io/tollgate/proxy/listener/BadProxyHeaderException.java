package io.tollgate.proxy.listener;

/** Thrown where a connection begins with something else than a PROXY protocol header that is taken; says what it was. */
final class BadProxyHeaderException extends Exception {

    BadProxyHeaderException(String what) {
        super(what, null, false, false); // Expected of broken senders, as often as they like.
    }
}
