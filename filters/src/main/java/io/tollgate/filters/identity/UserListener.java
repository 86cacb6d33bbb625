package io.tollgate.filters.identity;

/** Is told when an account changed or went, after that was committed. Called on any thread; must not block or throw. */
@FunctionalInterface
public interface UserListener {
    /** The account of this id is no longer what its open exchanges were judged by. */
    void changed(String userId);
}
