package io.tollgate.benchmarks.journeys;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Finds every address of a host name: {@code InetAddress::getAllByName}. */
@FunctionalInterface
public interface Names {
    /** All of them, in the order in which they are to be tried. */
    InetAddress[] resolve(String host) throws UnknownHostException;
}
