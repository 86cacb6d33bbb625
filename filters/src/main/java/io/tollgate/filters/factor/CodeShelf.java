package io.tollgate.filters.factor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Authenticator apps and recovery codes for whoever looks after accounts. Immutable. */
public record CodeShelf(Factors factors) implements FactorShelf {
    @Override
    public List<SetUp> of(String userId) {
        List<SetUp> all = new ArrayList<>();
        if (factors.totpSince(userId) != null) {
            all.add(new SetUp(
                    FactorMethod.TOTP,
                    "totp",
                    "authenticator app",
                    factors.totpSince(userId),
                    factors.totpUsedAt(userId),
                    ""));
        }
        int left = factors.recoveryLeft(userId);
        if (left > 0) {
            all.add(new SetUp(FactorMethod.RECOVERY, "recovery", "recovery codes", null, null, left + " left"));
        }
        return all;
    }

    @Override
    public CompletionStage<List<SetUp>> drop(String userId, Predicate<SetUp> which) {
        List<SetUp> going = of(userId).stream().filter(which).toList();
        boolean isTotp = going.stream().anyMatch(one -> one.method() == FactorMethod.TOTP);
        boolean isRecovery = going.stream().anyMatch(one -> one.method() == FactorMethod.RECOVERY);
        CompletionStage<Boolean> gone = isTotp
                ? factors.remove(userId, !isRecovery)
                : isRecovery ? factors.removeRecovery(userId) : CompletableFuture.completedStage(false);
        return gone.thenApply(done -> going);
    }
}
