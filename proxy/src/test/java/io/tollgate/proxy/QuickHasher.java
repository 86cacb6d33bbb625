package io.tollgate.proxy;

import io.tollgate.filters.identity.PasswordHash;
import io.tollgate.filters.identity.PasswordHasher;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** Costs nothing, and counts what was compared with somebody's own password. */
final class QuickHasher implements PasswordHasher {
    private static final PasswordHash DUMMY = new PasswordHash("$quick$none");

    private final AtomicInteger compared = new AtomicInteger();
    private final AtomicInteger dummies = new AtomicInteger();

    @Override
    public PasswordHash hash(char[] password) {
        return new PasswordHash("$quick$" + Arrays.hashCode(password));
    }

    @Override
    public boolean matches(PasswordHash hash, char[] password) {
        (hash.equals(DUMMY) ? dummies : compared).incrementAndGet();
        return hash(password).equals(hash);
    }

    @Override
    public PasswordHash dummy() {
        return DUMMY;
    }

    int compared() {
        return compared.get();
    }

    int dummies() {
        return dummies.get();
    }

    /** The same world, but for its hashing. */
    World in(World world) {
        return new World(world.clock(), world.ticker(), world.random(), this, world.node(), world.uid());
    }
}
