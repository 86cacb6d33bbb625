package io.tollgate.filters;

import io.tollgate.filters.access.Access;
import io.tollgate.filters.access.Permit;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.http.Form;
import io.tollgate.filters.routing.App;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The requests that do not count as somebody being there: what each app's {@code activity.ignore} names. Immutable.
 *
 * <p>Every reading of a target must be ignored: a request that could be read as another one counts.
 */
public final class IgnoredActivity implements SessionFilter.Activity {
    private final Map<String, Access> ignored = new HashMap<>();

    /** What these apps ignore, compiled. */
    public IgnoredActivity(Collection<App> apps) {
        for (App app : apps) {
            if (!app.config().activityIgnore().isEmpty()) {
                ignored.put(app.name(), Access.compile(app.name(), app.config().activityIgnore(), List.of()));
            }
        }
    }

    @Override
    public boolean isCounted(Exchange exchange) {
        if (ignored.isEmpty()) {
            return true;
        }
        Access patterns = ignored.get(exchange.route().app().name());
        return patterns == null
                || !(patterns.judgePublic(exchange.head().method(), exchange.readings(), Form.NONE) instanceof Permit);
    }
}
