package io.tollgate.filters.factor;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Where second factors outlive the process. Changes are kept in the order they are asked for; none of them blocks. */
public interface FactorJournal {
    /** Every authenticator app. Blocks; for the start only. */
    List<TotpRow> totps();

    /** Every recovery code. Blocks; for the start only. */
    List<RecoveryRow> recoveryCodes();

    /** Every count of wrong codes. Blocks; for the start only. */
    List<CounterRow> counters();

    /** Who has said that they want no second factor. Blocks; for the start only. */
    Set<String> declined();

    /** Done when the user's app is this one on disk, in place of any other, and these are the user's only recovery codes. */
    CompletionStage<Void> enrolled(TotpRow totp, List<String> recoveryHashes);

    /** Done when it is on disk that the code of this step was taken. */
    CompletionStage<Void> used(String userId, long step);

    /** Done when a recovery code is gone from disk. */
    CompletionStage<Void> recovered(String userId, String hash);

    /** Done when these are the user's only recovery codes on disk. */
    CompletionStage<Void> renewed(String userId, List<String> recoveryHashes);

    /** Done when the user's app is gone from disk, and the recovery codes too where they are not kept for another factor. */
    CompletionStage<Void> removed(String userId, boolean keepsRecovery);

    /** Done when this count is on disk; none of the user's is where nothing is counted. */
    CompletionStage<Void> counted(CounterRow row);

    /** Done when it is on disk that the user wants no second factor for now. */
    CompletionStage<Void> declined(String userId);
}
