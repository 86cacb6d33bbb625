package io.tollgate.benchmarks.storms;

import io.tollgate.benchmarks.BenchmarkException;
import io.tollgate.benchmarks.journeys.Account;
import io.tollgate.benchmarks.journeys.Volley;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** More people log in than passwords can be compared, each on a connection of their own. */
final class LoginStorm implements Storm {
    private static final int SEE_OTHER = 303;
    private static final int LATER = 503;

    private final Volley volley;
    private final List<Account> accounts;
    private final double rate;

    LoginStorm(Volley volley, List<Account> accounts, double rate) {
        this.volley = volley;
        this.accounts = accounts;
        this.rate = rate;
    }

    @Override
    public String name() {
        return "logins";
    }

    @Override
    public String what() {
        return String.format(Locale.ROOT, "%.0f logins a second, each by a new connection with a full handshake", rate);
    }

    @Override
    public String rage(Duration time) {
        Volley.Result result = volley.logins(accounts, rate, time);
        if (result.count(SEE_OTHER) == 0) {
            throw new BenchmarkException("nobody could log in: " + result.answers());
        }
        return String.format(
                Locale.ROOT,
                "%d in, %d told to come later, %d others",
                result.count(SEE_OTHER),
                result.count(LATER),
                result.total() - result.count(SEE_OTHER) - result.count(LATER));
    }
}
