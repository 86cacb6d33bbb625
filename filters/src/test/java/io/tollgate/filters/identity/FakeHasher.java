package io.tollgate.filters.identity;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A hash that costs nothing and shows everything. */
final class FakeHasher implements PasswordHasher {
    private static final PasswordHash DUMMY = new PasswordHash("$dummy$");

    final AtomicInteger compared = new AtomicInteger();
    final AtomicInteger dummies = new AtomicInteger();
    final AtomicReference<Runnable> during = new AtomicReference<>(() -> {});

    static PasswordHash of(String password) {
        return new PasswordHash("$fake$" + password);
    }

    @Override
    public PasswordHash hash(char[] password) {
        return of(new String(password));
    }

    @Override
    public boolean matches(PasswordHash hash, char[] password) {
        (hash.equals(DUMMY) ? dummies : compared).incrementAndGet();
        during.get().run();
        return hash.equals(of(new String(password)));
    }

    @Override
    public PasswordHash dummy() {
        return DUMMY;
    }
}
