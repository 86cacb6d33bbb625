package io.tollgate.proxy.upstream;

import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.session.Caller;

/** Numbers by which the same person meets the same endpoint and comes from the same address. */
final class Affinity {
    private Affinity() {}

    /** Of a session by its public id, which is random; of somebody without a session by their address. */
    static long of(Exchange exchange) {
        if (exchange.caller() instanceof Caller.Known known) {
            return of(known.session().id());
        }
        long hash = 0;
        for (byte part : exchange.client().client().getAddress()) {
            hash = hash * 31 + part;
        }
        return mixed(hash);
    }

    /** Of a text: the same on every machine and after every restart. */
    static long of(String text) {
        long hash = 0;
        for (int i = 0; i < text.length(); i++) {
            hash = hash * 31 + text.charAt(i);
        }
        return mixed(hash);
    }

    /** How much somebody is drawn to an endpoint: the highest wins, so that a lost endpoint moves only its own people. */
    static long pull(long person, long endpoint) {
        return mixed(person ^ endpoint);
    }

    /** Each bit of the result depends on each bit of the number (the finisher of SplitMix64, Steele et al. 2014). */
    private static long mixed(long number) {
        long z = (number ^ (number >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
