package io.tollgate.filters.passkey;

import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.identity.HashPool;
import io.tollgate.filters.identity.PoolFullException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * All that pages do with passkeys: ask for a signature, have it judged, make a passkey, name it and end it. Safe for use by
 * any thread; never blocks. A full pool is a failed stage with its {@link PoolFullException}.
 */
public final class PasskeyDoor {
    /**
     * What it is made of.
     *
     * @param pool where signatures are judged: not the passwords', so that neither waits for the other
     */
    public record Parts(
            Passkeys passkeys,
            Challenges challenges,
            HashPool pool,
            AuditTrail trail,
            BooleanSupplier isAuditRequired,
            SecureRandom random) {}

    private static final int BOND_BYTES = 16;

    private final Parts parts;
    private final Options options = new Options();
    private final Assertions assertions;
    private final Registrations registrations;

    /** Reads and renders once, so that the first person need not wait for classes to be loaded. */
    public PasskeyDoor(Parts parts) {
        this.parts = parts;
        WebAuthn reader = new WebAuthn();
        assertions = new Assertions(reader, parts.passkeys(), parts.challenges(), parts.trail());
        registrations = new Registrations(
                reader, parts.passkeys(), parts.challenges(), parts.trail(), parts.isAuditRequired(), parts.random());
        PasskeySite nowhere = PasskeySite.of("https", "localhost");
        request(Ceremony.alone(nowhere, "nobody"));
        creation(Ceremony.in("none", Purpose.REGISTER, nowhere, "nobody"), "nobody", true);
    }

    /** Which there are. */
    public Passkeys passkeys() {
        return parts.passkeys();
    }

    /** What a browser is to show again with its answer where nobody knows yet who is there: 128 random bits. */
    public String newBond() {
        return WebAuthn.encoded(Arrays.copyOf(parts.challenges().fresh(), BOND_BYTES));
    }

    /** What a browser is to ask an authenticator for a signature with, as JSON. */
    public String request(Ceremony ceremony) {
        String userId = ceremony.userId();
        List<Passkey> own = userId == null
                ? List.of()
                : parts.passkeys().of(userId, ceremony.site().rpId()).stream()
                        .filter(passkey -> !passkey.isSuspect())
                        .toList();
        return options.request(parts.challenges().issue(ceremony), ceremony.site(), own);
    }

    /**
     * What a browser is to ask an authenticator for a new passkey with, as JSON.
     *
     * @param isDiscoverable whether it has to let its user in without a name
     */
    public String creation(Ceremony ceremony, String userName, boolean isDiscoverable) {
        String userId = Objects.requireNonNull(ceremony.userId());
        List<Passkey> own = parts.passkeys().of(userId, ceremony.site().rpId());
        return options.creation(
                parts.challenges().issue(ceremony), ceremony.site(), userId, userName, own, isDiscoverable);
    }

    /**
     * Judges a signature.
     *
     * @param json what {@code navigator.credentials.get} gave
     * @param context of the event where a count went back; the user is the passkey's
     * @param isKnown whether somebody asks who is known, by password, device or network: strangers come after them
     */
    public CompletionStage<PasskeyOutcome> signed(
            String json, Ceremony ceremony, AuditEvent.Context context, boolean isKnown) {
        return claimed(isKnown, claim -> assertions.judge(json, ceremony, context, claim));
    }

    /** Judges a new passkey and keeps it by this name; done when it is on disk. */
    public CompletionStage<PasskeyOutcome> made(
            String json, Ceremony ceremony, String name, AuditEvent.Context context) {
        return claimed(true, claim -> registrations.judge(json, ceremony, PasskeyName.of(name), context, claim));
    }

    /** Gives one of the user's another name; done with whether there is such a one. */
    public CompletionStage<Boolean> renamed(String userId, String id, String name, AuditEvent.Context context) {
        if (isNone(userId, id)) {
            return CompletableFuture.completedStage(false);
        }
        return proved(new AuditEvent.PasskeyChanged(context, "passkey.renamed", null, id))
                .thenCompose(done -> parts.passkeys().rename(userId, id, PasskeyName.of(name)))
                .thenApply(Objects::nonNull);
    }

    /** Ends one of the user's; done with whether there was such a one. */
    public CompletionStage<Boolean> revoked(String userId, String id, AuditEvent.Context context) {
        if (isNone(userId, id)) {
            return CompletableFuture.completedStage(false);
        }
        return proved(new AuditEvent.PasskeyChanged(context, "passkey.revoked", null, id))
                .thenCompose(done -> parts.passkeys().revoke(userId, id));
    }

    private boolean isNone(String userId, String id) {
        return parts.passkeys().ofUser(userId).stream()
                .noneMatch(passkey -> passkey.id().equals(id));
    }

    /** The evidence comes first, where it is required. */
    private CompletionStage<?> proved(AuditEvent event) {
        CompletionStage<Void> written = parts.trail().append(event);
        return parts.isAuditRequired().getAsBoolean() ? written : written.handle((done, failure) -> true);
    }

    private CompletionStage<PasskeyOutcome> claimed(
            boolean isKnown, Function<HashPool.Claim, CompletionStage<PasskeyOutcome>> work) {
        try {
            return work.apply(isKnown ? parts.pool().claim() : parts.pool().claimAsStranger());
        } catch (PoolFullException full) {
            return CompletableFuture.failedStage(full);
        }
    }
}
