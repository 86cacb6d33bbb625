package io.tollgate.filters.passkey;

import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What authenticators are asked to sign, once and within five minutes. Safe for use by any thread; never blocks.
 *
 * <p>A challenge is 256 unforeseeable bits, the time it ends, and an HMAC-SHA256 over both and what it is bound to, under a key that
 * dies with the process. So those given out take no memory, however many strangers ask for them, and none outlives a restart.
 * Those that were used are remembered until they end: that takes a right signature each, and of one signer so many at most.
 */
public final class Challenges {
    static final long GOOD_FOR_NANOS = TimeUnit.MINUTES.toNanos(5);
    static final int MOST_SPENT = 64;

    private static final int RANDOM = 32;
    private static final int TAG = 32;
    private static final int LENGTH = RANDOM + Long.BYTES + TAG;

    private final Ticker ticker;
    private final SecretKeySpec key;
    /** The system's own randomness may block, and challenges are made on event loops: so they come of a key, by their number. */
    private final SecretKeySpec seed;

    private final AtomicLong issued = new AtomicLong();
    /** By signer, then by challenge: when it would have ended. */
    private final ConcurrentHashMap<String, Map<String, Long>> spent = new ConcurrentHashMap<>();

    private final AtomicLong sweepAt;

    /** None given out yet. */
    public Challenges(Ticker ticker, SecureRandom random) {
        this.ticker = ticker;
        this.key = key(random);
        this.seed = key(random);
        this.sweepAt = new AtomicLong(ticker.read() + GOOD_FOR_NANOS);
    }

    private static SecretKeySpec key(SecureRandom random) {
        byte[] secret = new byte[RANDOM];
        random.nextBytes(secret);
        SecretKeySpec key = new SecretKeySpec(secret, "HmacSHA256");
        Arrays.fill(secret, (byte) 0);
        return key;
    }

    /** 256 bits that nobody has seen or foresees (NIST SP 800-108r1 section 4.1, one block each). */
    byte[] fresh() {
        return mac(seed)
                .doFinal(ByteBuffer.allocate(Long.BYTES)
                        .putLong(issued.incrementAndGet())
                        .array());
    }

    /** A new one. */
    byte[] issue(Ceremony ceremony) {
        ByteBuffer challenge = ByteBuffer.allocate(LENGTH).put(fresh()).putLong(ticker.read() + GOOD_FOR_NANOS);
        return challenge.put(tag(challenge.array(), ceremony)).array();
    }

    /** Whether it was given out for this, not too long ago. */
    boolean isGood(byte[] challenge, Ceremony ceremony) {
        return challenge.length == LENGTH
                && MessageDigest.isEqual(tag(challenge, ceremony), Arrays.copyOfRange(challenge, LENGTH - TAG, LENGTH))
                && end(challenge) - ticker.read() > 0;
    }

    /** Takes a good one that was signed; false where it was taken before, or the signer has taken too many lately. */
    boolean spend(byte[] challenge, String signer) {
        long now = ticker.read();
        sweep(now);
        String name = Base64.getEncoder().encodeToString(Arrays.copyOf(challenge, RANDOM));
        boolean[] isFirst = new boolean[1];
        spent.compute(signer, (same, before) -> {
            Map<String, Long> own = before == null ? new HashMap<>() : before;
            own.values().removeIf(end -> end - now <= 0);
            isFirst[0] = own.size() < MOST_SPENT && own.putIfAbsent(name, end(challenge)) == null;
            return own;
        });
        return isFirst[0];
    }

    /** How many are remembered, of all signers. */
    int remembered() {
        return spent.values().stream().mapToInt(Map::size).sum();
    }

    private void sweep(long now) {
        long due = sweepAt.get();
        if (now - due >= 0 && sweepAt.compareAndSet(due, now + GOOD_FOR_NANOS)) {
            for (String signer : spent.keySet()) {
                spent.computeIfPresent(signer, (same, own) -> {
                    own.values().removeIf(end -> end - now <= 0);
                    return own.isEmpty() ? null : own;
                });
            }
        }
    }

    private static long end(byte[] challenge) {
        return ByteBuffer.wrap(challenge).getLong(RANDOM);
    }

    private byte[] tag(byte[] challenge, Ceremony ceremony) {
        Mac mac = mac(key);
        mac.update(challenge, 0, RANDOM + Long.BYTES);
        String userId = ceremony.userId();
        // None of them has a zero byte in it, so that they can't run into each other.
        for (String part : List.of(
                ceremony.purpose().name(), ceremony.site().origin(), ceremony.bond(), userId == null ? "" : userId)) {
            mac.update(part.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
        }
        return mac.doFinal();
    }

    private static Mac mac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
