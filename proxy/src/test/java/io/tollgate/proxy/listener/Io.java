package io.tollgate.proxy.listener;

/** Both kinds of sockets, for tests that must hold on each. */
enum Io {
    EPOLL,
    NIO;

    Transport transport() {
        return this == EPOLL ? Transport.epoll(2) : Transport.nio(2);
    }
}
