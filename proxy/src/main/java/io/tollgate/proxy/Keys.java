package io.tollgate.proxy;

import io.tollgate.config.GatewayConfig;
import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.audit.ChainedTrail;
import io.tollgate.filters.seal.CarriedKey;
import io.tollgate.filters.seal.DerivedKey;
import io.tollgate.filters.seal.KeyPlace;
import io.tollgate.filters.seal.LastingKeys;
import io.tollgate.filters.seal.LastingPurpose;
import io.tollgate.filters.seal.SealException;
import io.tollgate.filters.seal.SealKeyException;
import io.tollgate.filters.seal.SealedCount;
import io.tollgate.filters.seal.SealedWith;
import io.tollgate.filters.seal.Sealer;
import io.tollgate.filters.seal.Sealing;
import io.tollgate.filters.seal.SealingJournal;
import io.tollgate.filters.seal.SealingJournal.Rotation;
import io.tollgate.filters.seal.SealingKey;
import io.tollgate.proxy.GatewayStartException.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key by which everything is sealed, all that comes from it, and how it is followed by another. Safe for use by any
 * thread.
 *
 * <p>A rotation is one transaction of the store: before it everything opens with the old key, after it with the new one, which
 * lies on the disk by then. What is left is to put the new key in the old one's place; whoever opens the data next does that
 * where this was cut short.
 */
public final class Keys {
    private static final Logger LOG = LoggerFactory.getLogger(Keys.class);

    private final World world;
    private final SealingJournal journal;
    private final Sealer sealer;
    private final SealedAuditKeys audit;
    private volatile SealingKey sealing;
    private volatile LastingKeys lasting;

    /** What came of a rotation: {@code former} where the key of before was kept, {@code isScrubbed} whether nothing is left. */
    public record Rotated(
            String before,
            String after,
            int values,
            Path place,
            @Nullable Path former,
            boolean isScrubbed) {}

    private Keys(World world, SealingJournal journal, SealedWith found) {
        this.world = world;
        this.journal = journal;
        this.sealing = found.key();
        this.sealer = new Sealer(found.key(), world.random());
        this.lasting = LastingKeys.of(sealing, sealer, journal.carried());
        this.audit = new SealedAuditKeys(lasting);
    }

    /** Makes the first key where there is to be one, before there is a store; throws where it can't be read. */
    static void make(GatewayConfig config, World world) throws SealKeyException {
        place(config).load(world.random());
    }

    /** Finds the key by which this store is sealed, and finishes a rotation that was cut short. */
    static Keys open(GatewayConfig config, World world, SealingJournal journal) throws IOException {
        try {
            return found(config, world, journal);
        } catch (SealException e) {
            throw new SealKeyException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Keys found(GatewayConfig config, World world, SealingJournal journal) throws IOException {
        KeyPlace place = place(config);
        Sealing recorded = journal.sealing();
        SealedWith found = SealedWith.find(place, recorded, world.random());
        SealingKey before = found.before();
        if (before != null) {
            finish(journal, world, before, found.key(), recorded);
        }
        Path file = place.file();
        if (found.isUnsettled() && file != null) {
            KeyPlace.settle(file);
            LOG.warn(
                    "keys.rotated: a rotation was cut short after everything was sealed by the key {}; {} holds it now",
                    found.key().id(),
                    file);
        }
        Keys keys = new Keys(world, journal, found);
        if (recorded != null && (before != null || !recorded.isScrubbed())) {
            keys.isScrubbed();
        }
        if (recorded == null) {
            keys.requireOwn(Ground.trailDirectory(config.data()), place);
        }
        return keys;
    }

    /** Data of a release that did not keep by which key they are sealed: their trail tells. */
    private void requireOwn(Path trail, KeyPlace place) throws IOException {
        String last = ChainedTrail.lastKey(trail);
        if (last != null && audit.key(last) == null) {
            throw new SealKeyException("sealing key in " + place.words() + ": is " + sealing.id()
                    + ", which is not the one that the audit trail in " + trail
                    + " was written with; put that one back."
                    + " Nothing was changed");
        }
    }

    /** What was still written by the key of before, where the store could not say whether it had taken the rotation. */
    private static void finish(
            SealingJournal journal, World world, SealingKey before, SealingKey key, @Nullable Sealing recorded) {
        if (recorded != null
                && journal.counts().stream().anyMatch(count -> count.keyId().equals(before.id()))) {
            Sealer both = new Sealer(before, world.random());
            done(journal.rotated(new Rotation(both, before, key, List.of(), recorded)));
        }
    }

    private static KeyPlace place(GatewayConfig config) {
        return new KeyPlace(config.sealKey(), config.data());
    }

    /** Keeps it by which key the data are sealed, where nothing is said yet. */
    void begun() {
        done(journal.began(new Sealing(sealing.id(), world.clock().instant(), null, true)));
    }

    /** What seals values for the store. */
    public Sealer sealer() {
        return sealer;
    }

    /** The key of a purpose whose work outlives the sealing key. */
    public DerivedKey lasting(LastingPurpose purpose) {
        return lasting.key(purpose);
    }

    /** A key for what need not outlive this process. */
    public DerivedKey passing(String label) {
        return sealing.derive(label);
    }

    /** What closes lines of the trail. */
    SealedAuditKeys audit() {
        return audit;
    }

    /** What names the key by which everything is sealed. */
    public String id() {
        return sealing.id();
    }

    /** By which key everything is sealed, as it is kept. */
    public @Nullable Sealing sealing() {
        return journal.sealing();
    }

    /** How many values are sealed by which key. */
    public List<SealedCount> counts() {
        return journal.counts();
    }

    /** Throws where the key that this configuration names has become another than the one by which the data are sealed. */
    void requireSame(GatewayConfig next) throws GatewayStartException {
        SealingKey named;
        try {
            named = place(next).load(world.random());
        } catch (SealKeyException e) {
            throw new GatewayStartException(Fault.FILE, e);
        }
        if (!named.id().equals(sealing.id())) {
            Sealing recorded = journal.sealing();
            Path place = recorded == null ? null : recorded.place();
            throw new GatewayStartException(
                    Fault.FILE,
                    "keys.seal: holds another key (" + named.id() + ") than the one by which " + next.data()
                            + " is sealed (" + sealing.id() + "); "
                            + (place == null ? "put that one back" : "name " + place + ", where a rotation wrote it")
                            + ", or the gateway will not start again",
                    new IOException("another key"));
        }
    }

    /**
     * Has another key follow this one. Blocks.
     *
     * @param to where the new key is, or is to be made; null for beside the old one, whose place it takes
     * @param keepOld whether the old key's file stays, under another name
     * @throws SealKeyException where it can't be done: the message says what to do
     */
    public synchronized Rotated rotate(
            GatewayConfig config, AuditTrail trail, String actor, @Nullable Path to, boolean keepOld)
            throws SealKeyException {
        KeyPlace place = place(config);
        Path replaced = to == null ? replaceable(place) : null;
        Path target = replaced == null ? elsewhere(place, to) : KeyPlace.nextTo(replaced);
        Path home = replaced == null ? target : replaced;
        SealingKey before = sealing;
        SealingKey next = place.readOrMake(target, world.random());
        if (next.id().equals(before.id())) {
            return new Rotated(before.id(), next.id(), 0, home, null, isScrubbed());
        }
        Path former = keepOld && replaced != null ? kept(place, replaced) : null;
        done(trail.append(new AuditEvent.Administered(
                AuditEvent.Context.NONE, "keys.rotated", actor, "from " + before.id() + " to " + next.id())));
        int values = change(before, next, home);
        if (replaced != null) {
            KeyPlace.settle(replaced);
        }
        LOG.info("keys.rotated: {} values are sealed by the key {} now, none by {}", values, next.id(), before.id());
        return new Rotated(before.id(), next.id(), values, home, former, isScrubbed());
    }

    private static Path elsewhere(KeyPlace place, @Nullable Path to) throws SealKeyException {
        if (to == null || to.equals(place.file())) {
            throw new SealKeyException("--to " + to + ": is where the key of now is; leave --to out, or name another");
        }
        return to;
    }

    /** Where the key of before stays. The file may be of before a rotation that wrote the key elsewhere. */
    private Path kept(KeyPlace place, Path file) throws SealKeyException {
        if (!place.load(world.random()).id().equals(sealing.id())) {
            throw new SealKeyException("--keep-old: " + file + " does not hold the key of now, " + sealing.id()
                    + "; leave it out. Nothing was changed");
        }
        KeyPlace.keep(file, sealing);
        return KeyPlace.formerOf(file, sealing);
    }

    private boolean isScrubbed() {
        try {
            return done(journal.scrubbed());
        } catch (RuntimeException e) {
            LOG.warn("keys.rotated: what was sealed before may still be in the store's log", e);
            return false;
        }
    }

    private int change(SealingKey before, SealingKey next, Path home) {
        Sealer nextSealer = new Sealer(next, world.random());
        List<CarriedKey> carried = lasting.carried(nextSealer);
        Sealing record = new Sealing(next.id(), world.clock().instant(), home, false);
        int values = done(journal.rotated(new Rotation(sealer, before, next, carried, record)));
        LastingKeys now = LastingKeys.of(next, nextSealer, journal.carried());
        sealing = next;
        lasting = now;
        audit.rotated(now);
        return values;
    }

    /** The file that the next key may replace. */
    private static Path replaceable(KeyPlace place) throws SealKeyException {
        Path named = place.file();
        if (named == null) {
            throw new SealKeyException(
                    "keys.seal: comes from the environment, which can't be written; name a file for the new key by"
                            + " --to FILE, then let keys.seal name that, or put what is in it where the environment comes"
                            + " from");
        }
        Path folder = named.toAbsolutePath().getParent();
        if (folder == null || !Files.isWritable(named) || !Files.isWritable(folder)) {
            throw new SealKeyException(
                    "keys.seal: " + named + " can't be replaced, as it or its folder is not for this user"
                            + " to write; name a file for the new key by --to FILE, then let keys.seal name that");
        }
        return named;
    }

    private static <T> T done(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
