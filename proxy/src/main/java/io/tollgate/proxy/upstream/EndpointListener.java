package io.tollgate.proxy.upstream;

/** Hears of endpoints that come and go, and once of each change in how one stands. Called on event loops: must not block. */
public interface EndpointListener {
    /** What became of an endpoint. */
    enum Change {
        /** A health check failed: nothing is sent there. */
        DOWN("upstream.down"),
        /** Health checks find it well again. */
        UP("upstream.up"),
        /** It failed several times in a row and is left out for a while. */
        EJECTED("upstream.ejected"),
        /** Its circuit breaker opened. */
        OPENED("upstream.breaker.open"),
        /** Its circuit breaker lets a few requests try. */
        TRIED("upstream.breaker.half-open"),
        /** Its circuit breaker closed. */
        CLOSED("upstream.breaker.closed");

        private final String code;

        Change(String code) {
            this.code = code;
        }

        /** The stable code. */
        public String code() {
            return code;
        }

        /** Whether it is bad news. */
        public boolean isWorse() {
            return this == DOWN || this == EJECTED || this == OPENED;
        }
    }

    /** Nobody listens. */
    EndpointListener NOBODY = new EndpointListener() {
        @Override
        public void opened(EndpointFigures figures) {}

        @Override
        public void retired(EndpointFigures figures) {}

        @Override
        public void changed(String app, String endpoint, Change change, String why) {}
    };

    /** From now on requests are sent there. */
    void opened(EndpointFigures figures);

    /** From now on none is. The same object as when it was opened. */
    void retired(EndpointFigures figures);

    /**
     * A change.
     *
     * @param endpoint {@code scheme://host:port}
     * @param why for operators
     */
    void changed(String app, String endpoint, Change change, String why);
}
