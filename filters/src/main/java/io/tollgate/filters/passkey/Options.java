package io.tollgate.filters.passkey;

import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.data.AttestationConveyancePreference;
import com.webauthn4j.data.AuthenticatorSelectionCriteria;
import com.webauthn4j.data.AuthenticatorTransport;
import com.webauthn4j.data.PublicKeyCredentialCreationOptions;
import com.webauthn4j.data.PublicKeyCredentialDescriptor;
import com.webauthn4j.data.PublicKeyCredentialRequestOptions;
import com.webauthn4j.data.PublicKeyCredentialRpEntity;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.PublicKeyCredentialUserEntity;
import com.webauthn4j.data.ResidentKeyRequirement;
import com.webauthn4j.data.UserVerificationRequirement;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** What browsers are asked, as JSON (WebAuthn sections 5.4 and 5.5). Safe for use by any thread. */
final class Options {
    private static final long TIMEOUT_MILLIS = TimeUnit.NANOSECONDS.toMillis(Challenges.GOOD_FOR_NANOS);

    private final JsonMapper json = new ObjectConverter().getJsonMapper();

    /** To make a passkey, none of those that there are; {@code isDiscoverable} where it has to find itself. */
    String creation(
            byte[] challenge,
            PasskeySite site,
            String userId,
            String userName,
            List<Passkey> own,
            boolean isDiscoverable) {
        return json.writeValueAsString(new PublicKeyCredentialCreationOptions(
                new PublicKeyCredentialRpEntity(site.rpId(), site.rpId()),
                new PublicKeyCredentialUserEntity(UserHandle.of(userId), userName, userName),
                new DefaultChallenge(challenge),
                WebAuthn.ALGORITHMS,
                TIMEOUT_MILLIS,
                described(own),
                new AuthenticatorSelectionCriteria(
                        null,
                        isDiscoverable,
                        isDiscoverable ? ResidentKeyRequirement.REQUIRED : ResidentKeyRequirement.PREFERRED,
                        UserVerificationRequirement.REQUIRED),
                List.of(),
                AttestationConveyancePreference.NONE,
                null));
    }

    /** To sign by one of these; by any that finds itself where there are none. */
    String request(byte[] challenge, PasskeySite site, List<Passkey> own) {
        return json.writeValueAsString(new PublicKeyCredentialRequestOptions(
                new DefaultChallenge(challenge),
                TIMEOUT_MILLIS,
                site.rpId(),
                described(own),
                UserVerificationRequirement.REQUIRED,
                List.of(),
                null));
    }

    private static List<PublicKeyCredentialDescriptor> described(List<Passkey> passkeys) {
        return passkeys.stream()
                .map(passkey -> new PublicKeyCredentialDescriptor(
                        PublicKeyCredentialType.PUBLIC_KEY,
                        WebAuthn.decoded(passkey.credential()),
                        passkey.transports().stream()
                                .map(AuthenticatorTransport::create)
                                .collect(Collectors.toSet())))
                .toList();
    }
}
