package io.tollgate.proxy;

import io.tollgate.filters.factor.FactorMethod;
import io.tollgate.filters.factor.FactorShelf;
import io.tollgate.filters.factor.SetUp;
import io.tollgate.filters.passkey.Passkey;
import io.tollgate.filters.passkey.Passkeys;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Passkeys for whoever looks after accounts. Immutable. */
record PasskeyShelf(Passkeys passkeys) implements FactorShelf {
    @Override
    public List<SetUp> of(String userId) {
        return passkeys.ofUser(userId).stream().map(PasskeyShelf::setUp).toList();
    }

    @Override
    public CompletionStage<List<SetUp>> drop(String userId, Predicate<SetUp> which) {
        List<SetUp> going = of(userId).stream().filter(which).toList();
        List<CompletableFuture<Boolean>> gone = new ArrayList<>();
        going.forEach(one -> gone.add(passkeys.revoke(userId, one.id()).toCompletableFuture()));
        return CompletableFuture.allOf(gone.toArray(CompletableFuture[]::new)).thenApply(done -> going);
    }

    private static SetUp setUp(Passkey passkey) {
        return new SetUp(
                FactorMethod.PASSKEY,
                passkey.id(),
                passkey.name(),
                passkey.createdAt(),
                passkey.usedAt(),
                "for " + passkey.rpId()
                        + (passkey.isSuspect() ? "; refused: its count went back, so there may be a copy of it" : ""));
    }
}
