package io.tollgate.filters.device;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where known devices outlive the process. Changes are kept in the order they are asked for; none of them blocks. */
public interface DeviceJournal {
    /** Every known device. Blocks; for the start only. */
    List<KnownDevice> devices();

    /** Done when this device is on disk in place of the one of the same id. */
    CompletionStage<Void> kept(KnownDevice device);

    /** Done when the devices of these ids are gone from disk. */
    CompletionStage<Void> forgotten(Collection<String> ids);
}
