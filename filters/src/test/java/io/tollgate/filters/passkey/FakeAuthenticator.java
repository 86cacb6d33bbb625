package io.tollgate.filters.passkey;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A browser with an authenticator, made from the standard and from none of the code it tests: it holds one passkey, and does
 * what it is told even where no honest one would.
 */
public final class FakeAuthenticator {
    /** What it signs with. */
    public enum Algorithm {
        ES256,
        EDDSA,
        RS256
    }

    private static final JsonMapper JSON = new JsonMapper();
    private static final int UP = 1;
    private static final int UV = 4;
    private static final int BE = 8;
    private static final int BS = 16;
    private static final int AT = 64;

    private final Algorithm algorithm;
    private final KeyPair keys;
    private final byte[] credential = new byte[24];
    private String userHandle = "";

    /** The page it is on. */
    public String origin = "https://localhost:8443";
    /** For whom it signs; null for whom it is asked for. */
    public String rpId;

    public boolean isUserVerified = true;
    public boolean isUserPresent = true;
    public boolean isBackupEligible;
    public boolean isBackedUp;
    public long counter;
    public String format = "none";

    public FakeAuthenticator(Algorithm algorithm) throws GeneralSecurityException {
        this.algorithm = algorithm;
        this.keys = switch (algorithm) {
            case ES256 -> generated("EC", 256);
            case EDDSA -> KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            case RS256 -> generated("RSA", 2048);
        };
        new SecureRandom().nextBytes(credential);
    }

    private static KeyPair generated(String name, int size) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(name);
        generator.initialize(size);
        return generator.generateKeyPair();
    }

    /** The name of its credential. */
    public String credential() {
        return encoded(credential);
    }

    /** Answers {@code navigator.credentials.create}. */
    public String create(String options) {
        JsonNode asked = JSON.readTree(options);
        userHandle = asked.get("user").get("id").asString();
        for (JsonNode known : asked.get("excludeCredentials")) {
            if (known.get("id").asString().equals(credential())) {
                throw new IllegalStateException("InvalidStateError");
            }
        }
        byte[] client = client("webauthn.create", asked);
        Map<Object, Object> attestation = new LinkedHashMap<>();
        attestation.put("fmt", format);
        attestation.put("attStmt", Map.of());
        attestation.put("authData", data(rpIdOf(asked.get("rp").get("id").asString()), true));
        return "{\"id\":\"" + credential() + "\",\"rawId\":\"" + credential()
                + "\",\"type\":\"public-key\",\"authenticatorAttachment\":\"platform\",\"clientExtensionResults\":{},"
                + "\"response\":{\"clientDataJSON\":\"" + encoded(client) + "\",\"attestationObject\":\""
                + encoded(Cbor.of(attestation)) + "\",\"transports\":[\"internal\",\"hybrid\",\"made-up\"]}}";
    }

    /** Answers {@code navigator.credentials.get}. */
    public String get(String options) throws GeneralSecurityException {
        JsonNode asked = JSON.readTree(options);
        counter = counter == 0 ? 0 : counter + 1;
        byte[] client = client("webauthn.get", asked);
        byte[] data = data(rpIdOf(asked.get("rpId").asString()), false);
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.writeBytes(data);
        signed.writeBytes(sha256(client));
        return "{\"id\":\"" + credential() + "\",\"rawId\":\"" + credential()
                + "\",\"type\":\"public-key\",\"clientExtensionResults\":{},\"response\":{\"clientDataJSON\":\""
                + encoded(client) + "\",\"authenticatorData\":\"" + encoded(data) + "\",\"signature\":\""
                + encoded(signature(signed.toByteArray())) + "\",\"userHandle\":\"" + userHandle + "\"}}";
    }

    private String rpIdOf(String asked) {
        return rpId == null ? asked : rpId;
    }

    private byte[] client(String type, JsonNode asked) {
        return ("{\"type\":\"" + type + "\",\"challenge\":\""
                        + asked.get("challenge").asString() + "\",\"origin\":\"" + origin + "\",\"crossOrigin\":false}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** WebAuthn section 6.1. */
    private byte[] data(String host, boolean isNew) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(sha256(host.getBytes(StandardCharsets.UTF_8)));
        out.write((isUserPresent ? UP : 0)
                | (isUserVerified ? UV : 0)
                | (isBackupEligible ? BE : 0)
                | (isBackedUp ? BS : 0)
                | (isNew ? AT : 0));
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) counter).array());
        if (isNew) {
            out.writeBytes(new byte[16]);
            out.writeBytes(
                    ByteBuffer.allocate(2).putShort((short) credential.length).array());
            out.writeBytes(credential);
            out.writeBytes(Cbor.of(key()));
        }
        return out.toByteArray();
    }

    /** A COSE key (RFC 9053 section 7). */
    private Map<Object, Object> key() {
        Map<Object, Object> key = new LinkedHashMap<>();
        switch (algorithm) {
            case ES256 -> {
                ECPublicKey own = (ECPublicKey) keys.getPublic();
                key.put(1, 2);
                key.put(3, -7);
                key.put(-1, 1);
                key.put(-2, unsigned(own.getW().getAffineX()));
                key.put(-3, unsigned(own.getW().getAffineY()));
            }
            case EDDSA -> {
                byte[] encoded = keys.getPublic().getEncoded();
                key.put(1, 1);
                key.put(3, -8);
                key.put(-1, 6);
                key.put(-2, Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
            }
            case RS256 -> {
                RSAPublicKey own = (RSAPublicKey) keys.getPublic();
                key.put(1, 3);
                key.put(3, -257);
                key.put(-1, Arrays.copyOfRange(own.getModulus().toByteArray(), 1, 257));
                key.put(-2, own.getPublicExponent().toByteArray());
            }
        }
        return key;
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[32];
        int length = Math.min(32, bytes.length);
        System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
        return fixed;
    }

    private byte[] signature(byte[] signed) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(
                switch (algorithm) {
                    case ES256 -> "SHA256withECDSA";
                    case EDDSA -> "Ed25519";
                    case RS256 -> "SHA256withRSA";
                });
        signature.initSign(keys.getPrivate());
        signature.update(signed);
        return signature.sign();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
