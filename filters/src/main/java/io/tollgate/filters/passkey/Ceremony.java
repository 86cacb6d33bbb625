package io.tollgate.filters.passkey;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a challenge is given out for: what is signed counts there and nowhere else. Immutable.
 *
 * @param bond what the one who asked and the one who answers share: a session's id, or what a browser was given to show
 * @param userId whose passkey has to sign; null for whoever's it is
 */
public record Ceremony(
        Purpose purpose,
        PasskeySite site,
        String bond,
        @Nullable String userId) {
    public Ceremony {
        Objects.requireNonNull(site);
        if (bond.isEmpty() || (purpose == Purpose.ALONE) != (userId == null)) {
            throw new IllegalArgumentException("whose passkey it is is open exactly where it is to tell");
        }
    }

    /** For somebody who is known already, in this session. */
    public static Ceremony in(String sessionId, Purpose purpose, PasskeySite site, String userId) {
        return new Ceremony(purpose, site, sessionId, userId);
    }

    /** For whoever it is, in the browser that shows this. */
    public static Ceremony alone(PasskeySite site, String bond) {
        return new Ceremony(Purpose.ALONE, site, bond, null);
    }
}
