package io.tollgate.filters.passkey;

import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.identity.HashPool;
import io.tollgate.filters.passkey.WebAuthn.Made;
import io.tollgate.filters.passkey.WebAuthn.New;
import io.tollgate.filters.passkey.WebAuthn.RefusedException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Judges new passkeys and keeps those that are right. Safe for use by any thread; never blocks. */
final class Registrations {
    private static final Logger LOG = LoggerFactory.getLogger(Registrations.class);
    private static final String FULL = "passkey.full";
    private static final int ID_BYTES = 6;

    private final WebAuthn reader;
    private final Passkeys passkeys;
    private final Challenges challenges;
    private final AuditTrail trail;
    private final BooleanSupplier isAuditRequired;
    private final SecureRandom random;

    Registrations(
            WebAuthn reader,
            Passkeys passkeys,
            Challenges challenges,
            AuditTrail trail,
            BooleanSupplier isAuditRequired,
            SecureRandom random) {
        this.reader = reader;
        this.passkeys = passkeys;
        this.challenges = challenges;
        this.trail = trail;
        this.isAuditRequired = isAuditRequired;
        this.random = random;
    }

    /** Judges what {@code navigator.credentials.create} gave, as JSON, on a place of the pool, and keeps it by this name. */
    CompletionStage<PasskeyOutcome> judge(
            String json, Ceremony ceremony, String name, AuditEvent.Context context, HashPool.Claim claim) {
        return claim.run(() -> read(json, ceremony)).thenCompose(read -> conclude(read, ceremony, name, context));
    }

    private Read read(String json, Ceremony ceremony) {
        String userId = Objects.requireNonNull(ceremony.userId());
        try {
            New made = reader.made(json);
            if (!challenges.isGood(made.challenge(), ceremony)) {
                return new Read(Assertions.CHALLENGE, null);
            }
            Made checked = reader.check(made, ceremony.site());
            return challenges.spend(made.challenge(), userId)
                    ? new Read("", checked)
                    : new Read(Assertions.CHALLENGE, null);
        } catch (RefusedException e) {
            LOG.debug("passkey.unreadable: what a browser posted is no new passkey", e.getCause());
            return new Read(Assertions.UNREADABLE, null);
        }
    }

    private CompletionStage<PasskeyOutcome> conclude(
            Read read, Ceremony ceremony, String name, AuditEvent.Context context) {
        String userId = Objects.requireNonNull(ceremony.userId());
        String rpId = ceremony.site().rpId();
        Made made = read.made;
        if (made == null) {
            return wrong(read.reason);
        }
        if (!passkeys.hasRoom(userId, rpId)) {
            return wrong(FULL);
        }
        if (passkeys.byCredential(made.credential()) != null) {
            return wrong(Assertions.UNKNOWN);
        }
        Passkey passkey = new Passkey(
                newId(),
                userId,
                rpId,
                made.credential(),
                made.key(),
                made.transports(),
                made.isBackupEligible(),
                made.isBackedUp(),
                made.counter(),
                false,
                name,
                passkeys.now(),
                null);
        return proved(new AuditEvent.PasskeyChanged(context, "passkey.added", null, passkey.id()))
                .thenCompose(done -> passkeys.add(passkey))
                .thenApply(kept -> kept == null ? new PasskeyOutcome.Wrong(FULL) : new PasskeyOutcome.Right(kept));
    }

    /** The evidence comes first: a way in that nobody can find in the trail is none. */
    private CompletionStage<?> proved(AuditEvent event) {
        CompletionStage<Void> written = trail.append(event);
        return isAuditRequired.getAsBoolean() ? written : written.handle((done, failure) -> true);
    }

    private static CompletionStage<PasskeyOutcome> wrong(String reason) {
        return CompletableFuture.completedStage(new PasskeyOutcome.Wrong(reason));
    }

    private String newId() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    private record Read(String reason, @Nullable Made made) {}
}
