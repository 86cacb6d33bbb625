package io.tollgate.proxy.upstream;

/** The figures of one endpoint, read whenever somebody looks. Safe for use by any thread. */
public final class EndpointFigures {
    private final String app;
    private final Endpoint endpoint;

    EndpointFigures(String app, Endpoint endpoint) {
        this.app = app;
        this.endpoint = endpoint;
    }

    public String app() {
        return app;
    }

    /** {@code scheme://host:port}. */
    public String endpoint() {
        return endpoint.name();
    }

    /** Connections that stand, are being made, or carry a tunnel. */
    public int open() {
        return endpoint.open();
    }

    /** Requests under way, those that wait for a connection included. */
    public int active() {
        return endpoint.standing().active();
    }

    /** Whether requests are sent to it: well by its health checks and not left out after failures. */
    public boolean isHealthy() {
        return endpoint.standing().isWell() && !endpoint.standing().isEjected();
    }

    /** 0 closed or none, 1 half-open, 2 open. */
    public int breaker() {
        return endpoint.standing().breakerState();
    }

    /** Connections that failed, answers that did not come in time, connections closed instead of an answer. */
    public long failures() {
        return endpoint.standing().failures();
    }

    /** Requests that went elsewhere, or once more, after they failed here. */
    public long retries() {
        return endpoint.standing().retries();
    }

    /** How often it was left out after failures. */
    public long ejections() {
        return endpoint.standing().ejections();
    }
}
