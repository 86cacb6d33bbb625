package io.tollgate.config.reader;

import io.tollgate.config.LockoutConfig;
import io.tollgate.config.LockoutConfig.UnknownDevices;
import io.tollgate.config.schema.DurationText;
import io.tollgate.config.schema.LockoutKeys;
import java.time.Duration;

/** Reads what failed logins cost. */
final class LockoutReader {

    private LockoutReader() {}

    /** The figures of this section, those left out by default; the defaults after telling what does not fit together. */
    static LockoutConfig read(Section section) {
        Duration first = section.get(LockoutKeys.FIRST);
        Duration longest = section.get(LockoutKeys.LONGEST);
        int after = section.get(LockoutKeys.AFTER);
        int untilAdminAfter = section.get(LockoutKeys.UNTIL_ADMIN_AFTER);
        var perNetwork = section.get(LockoutKeys.PER_NETWORK);
        UnknownDevices unknown = unknownDevices(section.table(LockoutKeys.UNKNOWN_DEVICES));
        var perUser = section.get(LockoutKeys.PER_USER);
        if (first.compareTo(longest) > 0) {
            section.place(section.has(LockoutKeys.FIRST) ? LockoutKeys.FIRST : LockoutKeys.LONGEST)
                    .problem(
                            "first (" + DurationText.format(first) + ") is more than longest ("
                                    + DurationText.format(longest) + ")",
                            "give first at most as much as longest");
            return LockoutConfig.DEFAULT;
        }
        return new LockoutConfig(after, first, longest, untilAdminAfter, perNetwork, unknown, perUser);
    }

    private static UnknownDevices unknownDevices(Section section) {
        Integer untilAdminAfter = section.find(LockoutKeys.UNKNOWN_UNTIL_ADMIN_AFTER);
        return new UnknownDevices(
                section.get(LockoutKeys.UNKNOWN_AFTER),
                section.get(LockoutKeys.UNKNOWN_FOR),
                untilAdminAfter == null ? 0 : untilAdminAfter);
    }
}
