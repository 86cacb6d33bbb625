package io.tollgate.filters.identity;

import io.tollgate.filters.device.Presented;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where an attempt to prove who one is comes from. Immutable.
 *
 * @param network the client's, as evidence names it
 * @param declared the name of the declared network that it lies in; null where nobody declared it
 * @param app the app whose page was asked; null where there is none
 * @param reference what a person may read out on the phone; null where no page shows one
 * @param devices what the browser shows of known devices
 */
public record LoginSource(
        String network,
        @Nullable String declared,
        @Nullable String app,
        @Nullable String reference,
        Presented devices) {
    public LoginSource {
        Objects.requireNonNull(network);
        Objects.requireNonNull(devices);
    }

    /** From a network that nobody declared, in a browser that shows nothing. */
    public LoginSource(String network, @Nullable String app, @Nullable String reference) {
        this(network, null, app, reference, Presented.NOTHING);
    }

    /** Whether somebody has logged in before in this browser, whoever it was. */
    boolean isDeviceShown() {
        return !devices.isNothing();
    }

    /** What budgets of networks are counted on. */
    String place() {
        return declared == null ? network : declared;
    }
}
