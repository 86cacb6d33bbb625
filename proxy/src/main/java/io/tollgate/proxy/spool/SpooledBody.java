package io.tollgate.proxy.spool;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.tollgate.proxy.http.BodyStore.Keeping;
import io.tollgate.proxy.http.BodyStore.Progress;
import io.tollgate.proxy.http.StoredBody;
import io.tollgate.proxy.http.UpstreamException;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A body that is kept: a small one in memory, any other in a file under a key of its own. Filled on one event loop, with
 * nothing read from the client while the disk works, then read on another perhaps; deleted by any thread.
 */
final class SpooledBody implements Keeping, StoredBody {
    /** What one body may hold in memory while it waits. */
    static final int IN_MEMORY = 64 * 1024;

    /** What is written to a file at once. */
    private static final int PIECE = 256 * 1024;

    private static final int MOST_RETRIES = 100;
    private static final long RETRY_MILLIS = 50;

    private final Spool spool;
    private final EventLoop loop;
    private final Progress progress;
    private byte[] memory = new byte[8 * 1024];
    private int held;
    private long length;
    private boolean isBusy;
    private boolean isComplete;
    private boolean isRead;
    private volatile boolean isOnDisk;
    private volatile boolean isDeleted;
    /** Of the spool's threads, with the monitor held. */
    private @Nullable SpoolFile file;

    SpooledBody(Spool spool, EventLoop loop, Progress progress) {
        this.spool = spool;
        this.loop = loop;
        this.progress = progress;
    }

    /** Work of the disk. */
    private interface Work {
        void run() throws IOException;
    }

    @Override
    public void add(ByteBuf piece) {
        int size = piece.readableBytes();
        if (memory.length < held + size) {
            memory = Arrays.copyOf(memory, Math.max(held + size, 2 * memory.length));
        }
        piece.readBytes(memory, held, size);
        piece.release();
        held += size;
        length += size;
        if (!isBusy) {
            more();
        }
    }

    private void more() {
        if (held >= PIECE) {
            write(this::more);
        } else if (isComplete) {
            finish();
        } else {
            progress.roomAgain();
        }
    }

    @Override
    public void complete() {
        isComplete = true;
        if (!isBusy) {
            finish();
        }
    }

    private void finish() {
        if (!isOnDisk && length <= IN_MEMORY) {
            memory = Arrays.copyOf(memory, held);
            progress.kept(this);
        } else if (held > 0) {
            write(this::finish);
        } else {
            work(() -> kept().rewind(), () -> progress.kept(this));
        }
    }

    /** Moves what is held in memory to the file. */
    private void write(Runnable then) {
        byte[] bytes = memory;
        int size = held;
        memory = new byte[isComplete ? 0 : PIECE];
        held = 0;
        isOnDisk = true;
        work(
                () -> {
                    for (int at = 0; at < size; at += PIECE) {
                        int next = Math.min(PIECE, size - at);
                        kept().append(Arrays.copyOfRange(bytes, at, at + next), next);
                    }
                },
                then);
    }

    private SpoolFile kept() throws IOException {
        SpoolFile kept = file;
        if (kept == null) {
            kept = spool.file();
            file = kept;
        }
        return kept;
    }

    /** Does this away from the event loop and then goes on, unless it was deleted by then. */
    private void work(Work work, Runnable then) {
        isBusy = true;
        boolean isTaken = spool.run(() -> {
            IOException failure = done(work);
            loop.execute(() -> worked(failure, then));
        });
        if (!isTaken) {
            isBusy = false;
            fail(new UpstreamException(503, "spool.busy", "no thread is free to keep a body"));
        }
    }

    private synchronized @Nullable IOException done(Work work) {
        try {
            if (isDeleted) {
                return new IOException("the body was deleted");
            }
            work.run();
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    private void worked(@Nullable IOException failure, Runnable then) {
        isBusy = false;
        if (isDeleted) {
            return;
        }
        if (failure == null) {
            then.run();
        } else {
            fail(new UpstreamException(503, "spool.unavailable", "a body could not be kept: " + failure.getMessage()));
        }
    }

    private void fail(UpstreamException cause) {
        delete();
        progress.failed(cause);
    }

    @Override
    public void cancel() {
        delete();
    }

    // Kept

    @Override
    public long length() {
        return length;
    }

    @Override
    public void next(EventLoop reader, Consumer<byte @Nullable []> piece, Consumer<Throwable> failed) {
        if (isOnDisk) {
            read(reader, piece, failed, MOST_RETRIES);
        } else {
            byte[] all = isRead || held == 0 ? null : memory;
            isRead = true;
            piece.accept(all);
        }
    }

    /** A moment without a free thread is waited for: this request has been waiting for longer. */
    private void read(EventLoop reader, Consumer<byte @Nullable []> piece, Consumer<Throwable> failed, int retries) {
        boolean isTaken = spool.run(() -> {
            AtomicReference<byte @Nullable []> bytes = new AtomicReference<>();
            IOException failure = done(() -> bytes.set(kept().next()));
            reader.execute(() -> {
                if (failure == null) {
                    piece.accept(bytes.get());
                } else {
                    failed.accept(new UpstreamException(
                            503, "spool.unavailable", "a kept body could not be read: " + failure.getMessage()));
                }
            });
        });
        if (!isTaken && retries > 0) {
            reader.schedule(() -> read(reader, piece, failed, retries - 1), RETRY_MILLIS, TimeUnit.MILLISECONDS);
        } else if (!isTaken) {
            failed.accept(new UpstreamException(503, "spool.busy", "no thread is free to read a kept body"));
        }
    }

    @Override
    public void delete() {
        isDeleted = true;
        if (isOnDisk) {
            spool.erase(this::erase);
        }
    }

    private synchronized void erase() {
        SpoolFile kept = file;
        file = null;
        if (kept != null) {
            try {
                kept.close();
            } catch (IOException e) {
                // Cleared when the gateway starts again; what is in it nobody can read.
            }
        }
    }
}
