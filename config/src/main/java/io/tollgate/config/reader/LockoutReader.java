package io.tollgate.config.reader;

import io.tollgate.config.LockoutConfig;
import io.tollgate.config.LockoutConfig.UnknownDevices;
import io.tollgate.config.schema.DurationText;
import io.tollgate.config.schema.LockoutKeys;
import java.time.Duration;

/** Reads {@code lockout}: the gateway's over the defaults, a tenant's over the gateway's. */
final class LockoutReader {

    private LockoutReader() {}

    /** What is left out is that of {@code outer}; so is all of it after telling what does not fit together. */
    static LockoutConfig read(Section section, LockoutConfig outer) {
        Duration first = section.get(LockoutKeys.FIRST, outer.first());
        Duration longest = section.get(LockoutKeys.LONGEST, outer.longest());
        int after = section.get(LockoutKeys.AFTER, outer.after());
        int untilAdminAfter = section.get(LockoutKeys.UNTIL_ADMIN_AFTER, outer.untilAdminAfter());
        var perNetwork = section.get(LockoutKeys.PER_NETWORK, outer.perNetwork());
        UnknownDevices unknown = unknownDevices(section.table(LockoutKeys.UNKNOWN_DEVICES), outer.unknownDevices());
        var perUser = section.get(LockoutKeys.PER_USER, outer.perUser());
        if (first.compareTo(longest) > 0) {
            section.place(section.has(LockoutKeys.FIRST) ? LockoutKeys.FIRST : LockoutKeys.LONGEST)
                    .problem(
                            "first (" + DurationText.format(first) + ") is more than longest ("
                                    + DurationText.format(longest) + ")",
                            "give first at most as much as longest");
            return outer;
        }
        return new LockoutConfig(after, first, longest, untilAdminAfter, perNetwork, unknown, perUser);
    }

    private static UnknownDevices unknownDevices(Section section, UnknownDevices outer) {
        Integer untilAdminAfter = section.find(LockoutKeys.UNKNOWN_UNTIL_ADMIN_AFTER);
        return new UnknownDevices(
                section.get(LockoutKeys.UNKNOWN_AFTER, outer.after()),
                section.get(LockoutKeys.UNKNOWN_FOR, outer.lock()),
                untilAdminAfter == null ? outer.untilAdminAfter() : untilAdminAfter);
    }
}
