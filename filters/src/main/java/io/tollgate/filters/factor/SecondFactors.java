package io.tollgate.filters.factor;

import com.github.benmanes.caffeine.cache.Ticker;
import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.seal.Sealer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * Authenticator apps and recovery codes, and all that is done with them. Immutable.
 *
 * @param factors who has which
 * @param counter of wrong codes
 * @param check where codes are compared
 * @param enrolments apps that are being set up
 */
public record SecondFactors(Factors factors, FactorCounter counter, CodeCheck check, Enrolments enrolments) {
    /** As the journal kept them; {@code drawing} as {@link Enrolments} has it. Blocks; for the start only. */
    public static SecondFactors of(
            FactorJournal journal,
            Sealer sealer,
            AuditTrail trail,
            InstantSource clock,
            Ticker ticker,
            SecureRandom random,
            Executor drawing) {
        Factors factors = new Factors(journal, sealer, clock, random);
        FactorCounter counter = new FactorCounter(journal, clock, ticker);
        return new SecondFactors(
                factors,
                counter,
                new CodeCheck(factors, counter, trail, ticker),
                new Enrolments(factors, ticker, drawing));
    }
}
