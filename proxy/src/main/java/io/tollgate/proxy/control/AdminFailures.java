package io.tollgate.proxy.control;

import io.tollgate.filters.audit.AuditUnavailableException;
import io.tollgate.filters.identity.PoolFullException;
import io.tollgate.filters.identity.RefusedChangeException;
import io.tollgate.filters.session.SessionStoreException;
import io.tollgate.filters.store.StoreUnavailableException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What a failed act is for the person who asked. Stateless. */
public final class AdminFailures {
    private AdminFailures() {}

    /** The reply, or what the failure comes to; one that nobody foresaw stays a failure. */
    public static CompletionStage<ControlReply> told(@Nullable ControlReply reply, @Nullable Throwable failure) {
        if (reply != null) {
            return CompletableFuture.completedStage(reply);
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        ControlReply told = told(cause);
        return told != null
                ? CompletableFuture.completedStage(told)
                : CompletableFuture.failedStage(cause == null ? new IllegalStateException("no reply") : cause);
    }

    private static @Nullable ControlReply told(@Nullable Throwable cause) {
        if (cause instanceof RefusedChangeException refused) {
            String message = String.valueOf(refused.getMessage());
            return switch (refused.reason()) {
                case "user.unknown", "name.taken", "device.unknown", "factor.none" -> ControlReply.no(message);
                default -> ControlReply.wrong(message);
            };
        }
        if (cause instanceof PoolFullException) {
            return ControlReply.failed("too many passwords are being hashed just now; try again in a moment");
        }
        if (cause instanceof AuditUnavailableException) {
            return ControlReply.failed("the audit trail takes no event (is the disk full?), so nothing was done");
        }
        if (cause instanceof StoreUnavailableException || cause instanceof SessionStoreException) {
            return ControlReply.failed(
                    "the store takes no change (is the disk full?); look at the list, then try again");
        }
        return null;
    }
}
