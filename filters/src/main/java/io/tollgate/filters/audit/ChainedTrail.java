package io.tollgate.filters.audit;

import io.tollgate.filters.audit.AuditEvent.Administered;
import io.tollgate.filters.handover.Inbox;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trail on disk: one thread writes what has gathered, forces it to the disk once, moves the head in the store and only
 * then tells everybody (group commit). Safe for use by any thread.
 *
 * <p>A line is closed by its MAC and names the line before by that one's. After a failed write the file is as before and
 * the next events may succeed: a disk that was full and is not any more needs no restart.
 */
public final class ChainedTrail implements AuditTrail, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChainedTrail.class);
    private static final int QUEUE = 10_000;
    private static final int BATCH = 1_000;
    private static final int STRANGERS = 5_000;

    private final TrailFiles files;
    private final AuditKeys keys;
    private final HeadJournal heads;
    private final InstantSource clock;
    private final String node;
    private final Inbox<Entry> inbox = new Inbox<>(QUEUE);
    private final StrangerEvents strangers = new StrangerEvents(STRANGERS);
    private final Thread writer;

    // Confined to the writer once it runs.
    private String chain;
    private long sequence;
    private String previousMac;

    private record Entry(AuditEvent event, Instant time, long count, CompletableFuture<Void> done) {}

    /** What a trail needs of the world: its folder, keys, the store's copy of the head, a clock and its node's name. */
    public record Setup(
            Path directory, AuditKeys keys, HeadJournal heads, InstantSource clock, String node, long segmentBytes) {
        /** Segments of 64 MiB. */
        public Setup(Path directory, AuditKeys keys, HeadJournal heads, InstantSource clock, String node) {
            this(directory, keys, heads, clock, node, 64L << 20);
        }
    }

    private ChainedTrail(Setup setup, TrailFiles files, TrailEnd end) {
        this.files = files;
        this.keys = setup.keys();
        this.heads = setup.heads();
        this.clock = setup.clock();
        this.node = setup.node();
        this.chain = end.chain();
        this.sequence = end.sequence();
        this.previousMac = end.mac();
        this.writer = new Thread(this::write, "tollgate-audit");
        writer.setDaemon(true);
    }

    /**
     * Opens the trail and goes on where it ended. If lines are missing that the store knows of, or the last one is not
     * authentic, that is told in the log and recorded as the first new event; the gap stays for {@code verify} to find.
     */
    public static ChainedTrail open(Setup setup) throws IOException {
        TrailFiles files = new TrailFiles(setup.directory(), setup.segmentBytes());
        files.openNewest();
        TrailEnd end =
                TrailEnd.find(setup.directory(), setup.keys(), setup.heads().load());
        ChainedTrail trail = new ChainedTrail(setup, files, end);
        trail.writer.start();
        String damage = end.damage();
        if (damage != null) {
            LOG.error("audit.damaged: {}; run 'tollgate audit verify' and keep the folder as evidence", damage);
            trail.append(new Administered(AuditEvent.Context.NONE, "audit.damaged", "gateway", damage));
        }
        return trail;
    }

    /** What names the key that the last line there was closed by; null where there is no line. */
    public static @Nullable String lastKey(Path directory) throws IOException {
        List<byte[]> lines = Files.isDirectory(directory) ? TrailReader.last(directory, 1) : List.of();
        TrailLine last = lines.isEmpty() ? null : TrailLine.parse(lines.get(0));
        return last == null ? null : last.key();
    }

    @Override
    public CompletionStage<Void> append(AuditEvent event) {
        return offer(event, 1, clock.instant());
    }

    @Override
    public void aggregate(AuditEvent event) {
        offer(strangers.count(event, clock.instant()));
    }

    /** Writes what strangers did in minutes that are over; to be called every few seconds. */
    public void tick() {
        offer(strangers.over(clock.instant()));
    }

    private void offer(List<StrangerEvents.Counted> counted) {
        for (StrangerEvents.Counted events : counted) {
            offer(events.event(), events.count(), events.minute()).exceptionally(failure -> {
                LOG.warn("audit.unavailable: {} events of strangers were not recorded", events.count(), failure);
                return null;
            });
        }
    }

    private CompletionStage<Void> offer(AuditEvent event, long count, Instant time) {
        Entry entry = new Entry(event, time, count, new CompletableFuture<>());
        return switch (inbox.offer(entry)) {
            case TAKEN -> entry.done().minimalCompletionStage();
            case FULL -> unavailable("the audit trail is behind by " + QUEUE + " events");
            case CLOSED -> unavailable("the audit trail is closed");
        };
    }

    private static CompletionStage<Void> unavailable(String why) {
        return CompletableFuture.failedStage(new AuditUnavailableException(why));
    }

    private void write() {
        List<Entry> batch = new ArrayList<>();
        while (inbox.take(batch, BATCH)) {
            write(batch);
            batch.clear();
        }
    }

    private void write(List<Entry> batch) {
        List<CompletableFuture<Void>> waiting = batch.stream().map(Entry::done).toList();
        try {
            AuditHead head = writeLines(batch);
            heads.advanced(head).whenComplete((done, failure) -> tell(waiting, failure));
        } catch (Throwable e) { // even an Error must not end the one thread that everybody waits for
            tell(waiting, e);
        }
    }

    private static void tell(List<CompletableFuture<Void>> waiting, @Nullable Throwable failure) {
        if (failure == null) {
            waiting.forEach(done -> done.complete(null));
            return;
        }
        LOG.error("audit.unavailable: {} events were not recorded", waiting.size(), failure);
        AuditUnavailableException unavailable =
                new AuditUnavailableException("the audit trail can't be written", failure);
        waiting.forEach(done -> done.completeExceptionally(unavailable));
    }

    private AuditHead writeLines(List<Entry> batch) throws IOException {
        String keyId = keys.current();
        SecretKey key = keys.key(keyId);
        if (key == null) {
            throw new IllegalStateException("the current audit key is not known");
        }
        ByteArrayOutputStream lines = new ByteArrayOutputStream(512 * batch.size());
        long last = sequence;
        String mac = previousMac;
        for (Entry entry : batch) {
            last++;
            String unclosed = LineFormat.unclosed(
                    new LineFormat.Place(node, chain, last, keyId, mac), entry.time(), entry.event(), entry.count());
            mac = LineSeal.mac(key, unclosed);
            lines.writeBytes(LineSeal.close(unclosed, mac).getBytes(StandardCharsets.UTF_8));
        }
        files.append(sequence + 1, lines.toByteArray());
        sequence = last;
        previousMac = mac;
        return new AuditHead(chain, last, mac);
    }

    /** Writes what is left, aggregated events included, and closes the files. */
    @Override
    public void close() {
        offer(strangers.all());
        inbox.close();
        try {
            writer.join(Duration.ofSeconds(10).toMillis());
            files.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("audit.unavailable: the trail did not close cleanly", e);
        }
    }
}
