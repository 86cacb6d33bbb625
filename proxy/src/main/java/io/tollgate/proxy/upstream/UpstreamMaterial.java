package io.tollgate.proxy.upstream;

import io.tollgate.config.AppConfig;
import io.tollgate.config.UpstreamTls;
import io.tollgate.proxy.tls.ClientTls;
import io.tollgate.proxy.tls.TlsProblem;
import io.tollgate.proxy.tls.TlsProblemException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the files for TLS towards upstreams held when they were read, by app. Read before anything is changed, so that a damaged
 * file changes nothing. Immutable.
 */
public final class UpstreamMaterial {
    /** Of apps whose upstreams are all spoken to in the clear. */
    public static final UpstreamMaterial NONE = new UpstreamMaterial(Map.of());

    private final Map<String, ClientTls> byApp;

    private UpstreamMaterial(Map<String, ClientTls> byApp) {
        this.byApp = Map.copyOf(byApp);
    }

    /** Reads the files of these apps; every problem of every file is reported at once. */
    public static UpstreamMaterial load(Collection<AppConfig> apps, InstantSource clock) throws TlsProblemException {
        Map<String, ClientTls> byApp = new HashMap<>();
        List<TlsProblem> problems = new ArrayList<>();
        for (AppConfig app : apps) {
            UpstreamTls tls = app.upstream().tls();
            if (tls != null) {
                try {
                    byApp.put(app.name(), ClientTls.load(tls, clock));
                } catch (TlsProblemException e) {
                    problems.addAll(e.problems());
                }
            }
        }
        if (!problems.isEmpty()) {
            throw TlsProblemException.of(problems);
        }
        return new UpstreamMaterial(byApp);
    }

    /** How TLS is spoken with an app's upstream; null where it is not. */
    @Nullable
    ClientTls of(String app) {
        return byApp.get(app);
    }
}
