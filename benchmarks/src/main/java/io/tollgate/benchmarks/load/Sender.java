package io.tollgate.benchmarks.load;

/** Brings requests on their way, in the order in which they come. Confined to one event loop. */
interface Sender {
    /** As soon as there is a connection for it. */
    void send(Tally.Ask ask);

    /** Closes all connections. */
    void close();
}
