package io.tollgate.proxy.listener;

/**
 * The user event by which a connection's handlers learn that it is to end.
 *
 * <p>Whoever serves requests closes the connection at once if it is idle, else after the response under way, which tells
 * the client so ({@code Connection: close}).
 */
public enum Drain {
    EVENT
}
