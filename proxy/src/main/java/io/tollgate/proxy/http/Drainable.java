package io.tollgate.proxy.http;

/** A client's connection that ends once what is under way on it is finished. Confined to one event loop. */
@FunctionalInterface
public interface Drainable {
    /** From now on: at once where nothing is under way. */
    void drain();
}
