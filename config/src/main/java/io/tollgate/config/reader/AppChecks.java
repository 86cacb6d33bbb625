package io.tollgate.config.reader;

import io.tollgate.config.HostPattern;
import io.tollgate.config.Position;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What apps must not have in common: a name, or a host and path. */
final class AppChecks {

    private AppChecks() {}

    static void check(List<AppDraft> apps) {
        Map<String, Position> names = new HashMap<>();
        Map<String, AppDraft> takers = new HashMap<>();
        for (AppDraft app : apps) {
            Position first =
                    names.putIfAbsent(app.name().value(), app.name().place().at());
            if (first != null) {
                app.name().problem("this app is already defined at " + first, "keep one of them, or rename it");
                continue;
            }
            if (app.path() != null) {
                overlap(app, app.path().value(), takers);
            }
        }
    }

    private static void overlap(AppDraft app, String path, Map<String, AppDraft> takers) {
        AppDraft hostless = app.hostless() ? takers.putIfAbsent(" " + path, app) : null;
        if (hostless != null) {
            app.name()
                    .problem(
                            "names no hosts, and neither does the app " + named(hostless),
                            "name the hosts of one of them, or give it a path of its own");
        }
        for (Placed<HostPattern> host : app.hosts()) {
            AppDraft other = takers.putIfAbsent(host.value() + " " + path, app);
            if (other != null) {
                host.problem(
                        "\"" + host.value() + "\" with the path \"" + path + "\" belongs already to the app "
                                + named(other),
                        "give one of them another host or path");
            }
        }
    }

    private static String named(AppDraft app) {
        return "\"" + app.name().value() + "\" at " + app.name().place().at();
    }
}
