package io.tollgate.filters.passkey;

import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.identity.HashPool;
import io.tollgate.filters.passkey.WebAuthn.RefusedException;
import io.tollgate.filters.passkey.WebAuthn.Said;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges signatures by passkeys. Safe for use by any thread; never blocks. What a failing store or trail leaves open is a
 * failed stage: never a yes, and not a no either.
 */
final class Assertions {
    private static final Logger LOG = LoggerFactory.getLogger(Assertions.class);
    static final String UNREADABLE = "passkey.unreadable";
    static final String CHALLENGE = "passkey.challenge";
    static final String UNKNOWN = "passkey.unknown";
    static final String SIGNATURE = "passkey.signature";
    static final String COUNTER = "passkey.counter";

    private final WebAuthn reader;
    private final Passkeys passkeys;
    private final Challenges challenges;
    private final AuditTrail trail;

    Assertions(WebAuthn reader, Passkeys passkeys, Challenges challenges, AuditTrail trail) {
        this.reader = reader;
        this.passkeys = passkeys;
        this.challenges = challenges;
        this.trail = trail;
    }

    /** Judges what {@code navigator.credentials.get} gave, as JSON, on a place of the pool. */
    CompletionStage<PasskeyOutcome> judge(
            String json, Ceremony ceremony, AuditEvent.Context context, HashPool.Claim claim) {
        return claim.run(() -> read(json, ceremony)).thenCompose(checked -> conclude(checked, context));
    }

    private Checked read(String json, Ceremony ceremony) {
        try {
            Said said = reader.said(json);
            if (!challenges.isGood(said.challenge(), ceremony)) {
                return new Checked(CHALLENGE);
            }
            Passkey passkey = passkeys.byCredential(said.credential());
            if (passkey == null || passkey.isSuspect() || !isFor(passkey, said, ceremony)) {
                return new Checked(passkey != null && passkey.isSuspect() ? COUNTER : UNKNOWN);
            }
            return check(said, passkey, ceremony);
        } catch (RefusedException e) {
            LOG.debug("passkey.unreadable: what a browser posted is no signature", e.getCause());
            return new Checked(UNREADABLE);
        }
    }

    private static boolean isFor(Passkey passkey, Said said, Ceremony ceremony) {
        // Whoever is to be told by the signature alone has to be named in it (WebAuthn section 7.2, step 6).
        boolean isNamed = ceremony.userId() == null
                ? passkey.userId().equals(said.userId())
                : passkey.userId().equals(ceremony.userId()) && UserHandle.fits(said.userId(), passkey.userId());
        return isNamed && passkey.rpId().equals(ceremony.site().rpId());
    }

    private Checked check(Said said, Passkey passkey, Ceremony ceremony) {
        try {
            AuthenticatorData<?> told = reader.check(said, passkey, ceremony.site());
            // After the signature, so that only who can sign takes memory; before it counts, so that it counts once.
            return challenges.spend(said.challenge(), passkey.id())
                    ? new Checked(passkey, told.getSignCount(), told.isFlagBS())
                    : new Checked(CHALLENGE);
        } catch (RefusedException e) {
            LOG.debug("passkey.signature: passkey {} was refused", passkey.id(), e.getCause());
            return new Checked(SIGNATURE);
        }
    }

    /** Its count is on disk before anybody is let in. */
    private CompletionStage<PasskeyOutcome> conclude(Checked checked, AuditEvent.Context context) {
        Passkey passkey = checked.passkey;
        if (passkey == null) {
            return CompletableFuture.completedStage(new PasskeyOutcome.Wrong(checked.reason));
        }
        return passkeys.signed(passkey, checked.counter, checked.isBackedUp).thenCompose(now -> {
            if (now == null) {
                return CompletableFuture.completedStage(new PasskeyOutcome.Wrong(UNKNOWN));
            }
            return now.isSuspect()
                    ? told(now, context)
                    : CompletableFuture.completedStage(new PasskeyOutcome.Right(now));
        });
    }

    /** A copy signs for somebody: that is for whoever looks after security to see. */
    private CompletionStage<PasskeyOutcome> told(Passkey passkey, AuditEvent.Context context) {
        AuditEvent event = new AuditEvent.PasskeyChanged(
                new AuditEvent.Context(
                        passkey.userId(),
                        context.userName(),
                        context.network(),
                        context.app(),
                        context.reference(),
                        context.tenant()),
                "passkey.counter",
                null,
                passkey.id());
        return trail.append(event).thenApply(done -> new PasskeyOutcome.Wrong(COUNTER));
    }

    /** What was found before anything is kept: a reason, or a signature that is right. */
    private record Checked(String reason, @Nullable Passkey passkey, long counter, boolean isBackedUp) {
        Checked(String reason) {
            this(reason, null, 0, false);
        }

        Checked(Passkey passkey, long counter, boolean isBackedUp) {
            this("", passkey, counter, isBackedUp);
        }
    }
}
