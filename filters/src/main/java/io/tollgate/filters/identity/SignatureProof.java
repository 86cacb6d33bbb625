package io.tollgate.filters.identity;

import io.tollgate.filters.audit.AuditEvent;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A signature that names its own user, to be judged once. Safe for use by any thread; never blocks. */
@FunctionalInterface
public interface SignatureProof {
    /**
     * Judges it.
     *
     * @param context where it comes from, for evidence; whose it is is not known yet
     * @param isKnown whether device or network are known: strangers come after them
     * @return failed with {@link PoolFullException} where there is no place to judge it
     */
    CompletionStage<Signer> judge(AuditEvent.Context context, boolean isKnown);

    /**
     * Whose it is.
     *
     * @param userId null where it is nobody's that counts
     * @param reason why not, for the trail; empty where it is somebody's
     */
    record Signer(@Nullable String userId, String reason) {}
}
