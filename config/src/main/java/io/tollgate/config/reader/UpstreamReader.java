package io.tollgate.config.reader;

import io.tollgate.config.UpstreamConfig;
import io.tollgate.config.schema.UpstreamKeys;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code upstream}, whose short form is a URL. */
final class UpstreamReader {

    private UpstreamReader() {}

    /** Null after telling why there is no endpoint, or where the key is missing. */
    static @Nullable UpstreamConfig read(Section section) {
        List<Placed<URI>> endpoints = section.list(UpstreamKeys.ENDPOINTS);
        if (endpoints.size() > 1) {
            endpoints.get(1).problem("more than one endpoint is not in this release", "keep one");
        }
        int connections = section.get(UpstreamKeys.MAX_CONNECTIONS);
        Section timeouts = section.table(UpstreamKeys.TIMEOUTS);
        var connect = timeouts.get(UpstreamKeys.CONNECT);
        var head = timeouts.get(UpstreamKeys.HEAD);
        return endpoints.isEmpty() ? null : new UpstreamConfig(endpoints.get(0).value(), connections, connect, head);
    }
}
