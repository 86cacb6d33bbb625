package io.tollgate.config.rule;

import io.tollgate.config.LocationPattern;
import io.tollgate.config.LoginMarkers;
import io.tollgate.config.StatusRange;
import org.jspecify.annotations.Nullable;

/** Finds markers that others make useless. Conservative: what is said to be covered is. */
public final class MarkerCoverage {

    private MarkerCoverage() {}

    /** Whether every answer that the narrow ones match is matched by the wide ones too. */
    public static boolean covers(LoginMarkers wide, LoginMarkers narrow) {
        return coversStatus(wide.status(), narrow.status())
                && coversLocation(wide.location(), narrow.location())
                && (wide.cookie() == null || wide.cookie().equals(narrow.cookie()))
                && coversBody(wide.body(), narrow.body());
    }

    private static boolean coversStatus(@Nullable StatusRange wide, @Nullable StatusRange narrow) {
        return wide == null || (narrow != null && wide.least() <= narrow.least() && narrow.most() <= wide.most());
    }

    private static boolean coversLocation(@Nullable LocationPattern wide, @Nullable LocationPattern narrow) {
        return wide == null
                || (narrow != null
                        && PatternCoverage.coversPath(wide.segments(), narrow.segments(), false)
                        && (wide.query() == null || wide.query().equals(narrow.query())));
    }

    private static boolean coversBody(@Nullable String wide, @Nullable String narrow) {
        return wide == null || (narrow != null && narrow.contains(wide));
    }
}
