package io.tollgate.filters.passkey;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where passkeys outlive the process. Changes are kept in the order they are asked for; none of them blocks. */
public interface PasskeyJournal {
    /** Every passkey. Blocks; for the start only. */
    List<Passkey> passkeys();

    /** Done when this passkey is on disk in place of the one of the same id. */
    CompletionStage<Void> kept(Passkey passkey);

    /** Done when the passkeys of these ids are gone from disk. */
    CompletionStage<Void> forgotten(Collection<String> ids);
}
