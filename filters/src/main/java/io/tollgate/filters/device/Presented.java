package io.tollgate.filters.device;

import java.util.ArrayList;
import java.util.List;

/**
 * What a browser shows of devices: a secret for each user who has logged in there, the latest first. Immutable.
 *
 * <p>Each user's is another one, so that whoever was in a browser before can't know the secret of who comes after.
 */
public final class Presented {
    /** As many as stay known of a browser that many share; it bounds the cookie, too. */
    static final int MOST = 16;

    /** Nothing: a browser in which nobody has logged in before. */
    public static final Presented NOTHING = new Presented(List.of());

    private final List<DeviceSecret> secrets;

    Presented(List<DeviceSecret> secrets) {
        this.secrets = List.copyOf(secrets);
    }

    List<DeviceSecret> secrets() {
        return secrets;
    }

    /** Whether nobody is shown to have logged in before. */
    public boolean isNothing() {
        return secrets.isEmpty();
    }

    /** With one more; the oldest goes where that is one too many. */
    Presented with(DeviceSecret secret) {
        List<DeviceSecret> more = new ArrayList<>();
        more.add(secret);
        more.addAll(secrets.subList(0, Math.min(secrets.size(), MOST - 1)));
        return new Presented(more);
    }
}
