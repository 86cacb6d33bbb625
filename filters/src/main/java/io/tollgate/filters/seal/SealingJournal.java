package io.tollgate.filters.seal;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Where it is kept by which key everything is sealed, and what has it all sealed anew. Safe for use by any thread. */
public interface SealingJournal {
    /** By which key the data are sealed; null where nobody said so yet. Blocks. */
    @Nullable
    Sealing sealing();

    /** The keys that outlived theirs. Blocks. */
    List<CarriedKey> carried();

    /** How many values are sealed by which key. Blocks. */
    List<SealedCount> counts();

    /** Keeps this where nothing is said yet. */
    CompletionStage<Void> began(Sealing sealing);

    /**
     * Seals every value anew, keeps the carried keys and by which key that is, all of it or nothing; tells how many values.
     *
     * @return failed with {@link SealException} where a value does not open
     */
    CompletionStage<Integer> rotated(Rotation rotation);

    /** Sees that nothing is left in the files of what was overwritten; false where that is not known. */
    CompletionStage<Boolean> scrubbed();

    /**
     * A change of the key. Its methods are called on the journal's thread, within the change.
     *
     * @param sealer seals by the newer key from {@link #begins} on
     * @param before the key that goes
     * @param next the key that comes
     * @param carried what outlives the one that goes, sealed by the one that comes
     * @param sealing what is kept of it
     */
    record Rotation(Sealer sealer, SealingKey before, SealingKey next, List<CarriedKey> carried, Sealing sealing) {
        public Rotation {
            carried = List.copyOf(carried);
        }

        /** The newer key seals from here on. */
        public void begins() {
            sealer.rotated(next);
        }

        /** It came to nothing: the key of before seals again. */
        public void undone() {
            sealer.rotated(before);
        }
    }
}
