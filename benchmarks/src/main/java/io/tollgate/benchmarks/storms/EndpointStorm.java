package io.tollgate.benchmarks.storms;

import io.tollgate.benchmarks.BenchmarkException;
import io.tollgate.benchmarks.journeys.Volley;
import io.tollgate.benchmarks.site.SmallApp;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The one endpoint of another app fails in every way in turn, and people go on asking for it. */
final class EndpointStorm implements Storm {
    private static final int OK = 200;

    private final Volley volley;
    private final SmallApp app;
    private final List<String> cookies;
    private final double rate;

    EndpointStorm(Volley volley, SmallApp app, List<String> cookies, double rate) {
        this.volley = volley;
        this.app = app;
        this.cookies = List.copyOf(cookies);
        this.rate = rate;
    }

    @Override
    public String name() {
        return "endpoint-fails";
    }

    @Override
    public String what() {
        return String.format(
                Locale.ROOT,
                "another app's endpoint cuts connections, then answers nothing, then is gone; %.0f requests a second"
                        + " for it",
                rate);
    }

    @Override
    public String rage(Duration time) {
        Duration third = time.dividedBy(3);
        app.be(SmallApp.Mood.CUTTING);
        Volley.Result cut = volley.pages("/app1/page", cookies, rate, third);
        app.be(SmallApp.Mood.SILENT);
        Volley.Result silent = volley.pages("/app1/page", cookies, rate, third);
        app.vanish();
        Volley.Result gone = volley.pages("/app1/page", cookies, rate, third);
        if (cut.count(OK) + silent.count(OK) + gone.count(OK) > 0) {
            throw new BenchmarkException("an endpoint that fails has answered");
        }
        return "cut: " + cut.answers() + ", silent: " + silent.answers() + ", gone: " + gone.answers();
    }

    @Override
    public void close() {
        app.be(SmallApp.Mood.WELL);
        app.comeBack();
    }
}
