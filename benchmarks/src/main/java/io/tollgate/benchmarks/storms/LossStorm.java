package io.tollgate.benchmarks.storms;

import io.tollgate.benchmarks.site.SmallApp;
import java.time.Duration;

/** One of the two endpoints of the very app that people work with is gone for a while. */
final class LossStorm implements Storm {
    private final SmallApp app;

    LossStorm(SmallApp app) {
        this.app = app;
    }

    @Override
    public String name() {
        return "endpoint-gone";
    }

    @Override
    public String what() {
        return "one of the two endpoints of the people's own app is gone, and comes back at the end";
    }

    @Override
    public String rage(Duration time) {
        Storms.pause(time.toMillis() / 4);
        app.vanish();
        Storms.pause(time.toMillis() / 2);
        app.comeBack();
        return "gone for " + time.toMillis() / 2 + " ms";
    }

    @Override
    public void close() {
        app.comeBack();
    }
}
