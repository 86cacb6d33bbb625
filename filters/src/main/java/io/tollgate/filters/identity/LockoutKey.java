package io.tollgate.filters.identity;

import java.util.Objects;

/**
 * What consecutive failures are counted on. Immutable.
 *
 * @param subject the user's id, or {@code ?} and a keyed hash of a name that nobody has
 * @param place a network, the name of a declared one, a known device, or all unknown devices together
 */
public record LockoutKey(String subject, String place) {
    /** All devices together from which the subject has not logged in, declared networks aside. */
    static final String UNKNOWN_DEVICES = "*";

    private static final String DEVICE = "device:";

    public LockoutKey {
        Objects.requireNonNull(subject);
        Objects.requireNonNull(place);
    }

    /** What is counted on all unknown devices together. */
    static LockoutKey onUnknownDevices(String subject) {
        return new LockoutKey(subject, UNKNOWN_DEVICES);
    }

    /** What is counted on one known device. */
    static LockoutKey onDevice(String subject, String deviceId) {
        return new LockoutKey(subject, DEVICE + deviceId);
    }

    /** Whether the subject is an account, rather than the hash of a name that nobody has. */
    public boolean isKnown() {
        return !subject.startsWith("?");
    }

    /** Whether it is counted on all unknown devices together. */
    public boolean isOnUnknownDevices() {
        return place.equals(UNKNOWN_DEVICES);
    }

    /** Whether it is counted on a known device. */
    public boolean isOnDevice() {
        return place.startsWith(DEVICE);
    }

    /** Whether it is counted on this known device. */
    public boolean isOnDevice(String deviceId) {
        return isOnDevice() && place.substring(DEVICE.length()).equals(deviceId);
    }
}
