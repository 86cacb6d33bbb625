package io.tollgate.filters.passkey;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticatorTransport;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AAGUID;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.authenticator.COSEKey;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.CollectedClientData;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What browsers hand over of authenticators, read and checked: the procedures of WebAuthn sections 7.1 and 7.2, but for what is
 * ours to know (challenges, owners, counts). Safe for use by any thread; takes part of a millisecond of it. Whatever a stranger's
 * bytes make the library throw is a refusal.
 */
final class WebAuthn {
    /** In the order we like them: what every authenticator has, EdDSA, and what those in older Windows have. */
    static final List<PublicKeyCredentialParameters> ALGORITHMS = List.of(
            parameters(COSEAlgorithmIdentifier.ES256),
            parameters(COSEAlgorithmIdentifier.EdDSA),
            parameters(COSEAlgorithmIdentifier.RS256));

    /** What a browser posted can't be read, or is not what it has to be. */
    static final class RefusedException extends Exception {
        RefusedException(@Nullable Throwable cause) {
            super("refused", cause, false, false);
        }
    }

    /** What is said to be a signature by a passkey. */
    record Said(String credential, @Nullable String userId, AuthenticationData data) {
        byte[] challenge() {
            return value(data.getCollectedClientData());
        }
    }

    /** A passkey that is said to be new. */
    record New(RegistrationData data) {
        byte[] challenge() {
            return value(data.getCollectedClientData());
        }
    }

    /** A passkey that is new, as far as its authenticator tells. */
    record Made(
            String credential,
            String key,
            Set<String> transports,
            boolean isBackupEligible,
            boolean isBackedUp,
            long counter) {}

    private final ObjectConverter converter = new ObjectConverter();
    /** Takes whatever attestation there is and looks at none: none was asked for (WebAuthn section 5.4.7). */
    private final WebAuthnManager manager = WebAuthnManager.createNonStrictWebAuthnManager(converter);

    WebAuthn() {
        // Counts are compared where they are kept, so that two signatures at once are not both the newer one.
        manager.getAuthenticationDataVerifier().setMaliciousCounterValueHandler(object -> {});
    }

    private static PublicKeyCredentialParameters parameters(COSEAlgorithmIdentifier algorithm) {
        return new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, algorithm);
    }

    /** Reads what {@code navigator.credentials.get} gave, as JSON. */
    @SuppressWarnings("NullAway") // the library's annotation of an array stands where JSpecify reads it as of its bytes
    Said said(String json) throws RefusedException {
        try {
            AuthenticationData data = manager.parseAuthenticationResponseJSON(json);
            byte[] handle = data.getUserHandle();
            require(data.getCredentialId() != null && data.getAuthenticatorData() != null);
            require(hasChallenge(data.getCollectedClientData()));
            return new Said(
                    encoded(data.getCredentialId()),
                    handle == null || handle.length == 0 ? null : UserHandle.userId(handle),
                    data);
        } catch (RuntimeException e) {
            throw new RefusedException(e);
        }
    }

    /** Checks that this passkey signed it for this place, with its user present and verified. */
    AuthenticatorData<?> check(Said said, Passkey passkey, PasskeySite site) throws RefusedException {
        try {
            AuthenticationParameters asked =
                    new AuthenticationParameters(server(site, said.challenge()), record(passkey), null, true, true);
            manager.verify(said.data, asked);
            return Objects.requireNonNull(said.data.getAuthenticatorData());
        } catch (RuntimeException e) {
            throw new RefusedException(e);
        }
    }

    /** Reads what {@code navigator.credentials.create} gave, as JSON. */
    New made(String json) throws RefusedException {
        try {
            RegistrationData data = manager.parseRegistrationResponseJSON(json);
            require(hasChallenge(data.getCollectedClientData()));
            return new New(data);
        } catch (RuntimeException e) {
            throw new RefusedException(e);
        }
    }

    /** Checks that it was made for this place, with its user present and verified. */
    Made check(New made, PasskeySite site) throws RefusedException {
        try {
            RegistrationParameters asked =
                    new RegistrationParameters(server(site, made.challenge()), ALGORITHMS, true, true);
            manager.verify(made.data, asked);
            return made(made.data);
        } catch (RuntimeException e) {
            throw new RefusedException(e);
        }
    }

    private Made made(RegistrationData data) throws RefusedException {
        var attestation = data.getAttestationObject();
        require(attestation != null);
        var told = Objects.requireNonNull(attestation).getAuthenticatorData();
        AttestedCredentialData credential = told.getAttestedCredentialData();
        require(credential != null);
        Set<AuthenticatorTransport> transports = data.getTransports();
        return new Made(
                encoded(Objects.requireNonNull(credential).getCredentialId()),
                encoded(converter.getCborMapper().writeValueAsBytes(credential.getCOSEKey())),
                transports == null ? Set.of() : known(transports),
                told.isFlagBE(),
                told.isFlagBS(),
                told.getSignCount());
    }

    /** Those that have a name, and so are a few: what else a browser tells is not kept. */
    private static Set<String> known(Set<AuthenticatorTransport> transports) {
        Set<AuthenticatorTransport> names = Set.of(
                AuthenticatorTransport.USB,
                AuthenticatorTransport.NFC,
                AuthenticatorTransport.BLE,
                AuthenticatorTransport.HYBRID,
                AuthenticatorTransport.INTERNAL);
        return transports.stream()
                .filter(names::contains)
                .map(AuthenticatorTransport::getValue)
                .collect(Collectors.toUnmodifiableSet());
    }

    private CredentialRecordImpl record(Passkey passkey) {
        COSEKey key = converter.getCborMapper().readValue(decoded(passkey.key()), COSEKey.class);
        // Which make of authenticator it is was never kept.
        AttestedCredentialData credential =
                new AttestedCredentialData(AAGUID.ZERO, decoded(passkey.credential()), Objects.requireNonNull(key));
        return new CredentialRecordImpl(
                new NoneAttestationStatement(),
                true,
                passkey.isBackupEligible(),
                passkey.isBackedUp(),
                passkey.counter(),
                credential,
                null,
                null,
                null,
                null);
    }

    private static ServerProperty server(PasskeySite site, byte[] challenge) {
        return ServerProperty.builder()
                .origin(new Origin(site.origin()))
                .rpId(site.rpId())
                .challenge(new DefaultChallenge(challenge))
                .build();
    }

    private static boolean hasChallenge(@Nullable CollectedClientData client) {
        return client != null && client.getChallenge() != null;
    }

    private static byte[] value(@Nullable CollectedClientData client) {
        return Objects.requireNonNull(client).getChallenge().getValue();
    }

    private static void require(boolean isThere) throws RefusedException {
        if (!isThere) {
            throw new RefusedException(null);
        }
    }

    static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static byte[] decoded(String text) {
        return Base64.getUrlDecoder().decode(text);
    }
}
