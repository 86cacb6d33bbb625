package io.tollgate.filters.store;

import io.tollgate.filters.handover.Inbox;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;

/**
 * The one thread that changes the store. Whatever waits while a commit is under way shares the next one (group commit).
 *
 * <p>Safe for use by any thread; {@link #submit} never blocks. What hangs on a returned stage runs on the writer's
 * thread and must not block it. Work is done in the order it is submitted.
 */
public final class StoreWriter implements AutoCloseable {
    /** A change, run inside the writer's transaction. What it throws undoes this change alone. */
    @FunctionalInterface
    public interface Work<T> {
        /** Changes the store by this connection; commits nothing itself. */
        T run(Connection connection) throws SQLException;

        /** What it began was not committed after all. On the writer's thread, before anything else is done there. */
        default void undone() {}
    }

    /** A change that has no result. */
    @FunctionalInterface
    public interface Change {
        /** Changes the store by this connection; commits nothing itself. */
        void run(Connection connection) throws SQLException;
    }

    /** Opens a connection to the store. */
    @FunctionalInterface
    public interface Connections {
        /** A new connection, its pragmas set. */
        Connection open() throws SQLException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(StoreWriter.class);
    private static final Set<SQLiteErrorCode> STORE_FAULTS = EnumSet.of(
            SQLiteErrorCode.SQLITE_BUSY,
            SQLiteErrorCode.SQLITE_LOCKED,
            SQLiteErrorCode.SQLITE_NOMEM,
            SQLiteErrorCode.SQLITE_READONLY,
            SQLiteErrorCode.SQLITE_IOERR,
            SQLiteErrorCode.SQLITE_CORRUPT,
            SQLiteErrorCode.SQLITE_FULL,
            SQLiteErrorCode.SQLITE_CANTOPEN,
            SQLiteErrorCode.SQLITE_PROTOCOL,
            SQLiteErrorCode.SQLITE_NOTADB);
    private static final int BATCH = 512;
    private static final long CLOSE_SECONDS = 10;

    private final Connections connections;
    private final Inbox<Task<?>> inbox;
    private final Thread thread;
    private @Nullable Connection connection;
    private volatile boolean failing;

    /** @param capacity how much may wait before the store counts as unavailable */
    public StoreWriter(Connections connections, int capacity) {
        this.connections = connections;
        this.inbox = new Inbox<>(capacity);
        this.thread = new Thread(this::run, "tollgate-store");
        thread.setDaemon(true);
    }

    /** Starts the thread. What was submitted before waits until then. */
    public StoreWriter start() {
        thread.start();
        return this;
    }

    /**
     * Asks for a change.
     *
     * @return done after the commit that holds it; failed with {@link StoreUnavailableException} where it can't be
     *     committed, or with what the work threw
     */
    public <T> CompletionStage<T> submit(Work<T> work) {
        return submit(new Task<>(work, false));
    }

    /** Asks for what can't be done within a transaction; it is done after what was submitted before, and by itself. */
    public <T> CompletionStage<T> apart(Work<T> work) {
        return submit(new Task<>(work, true));
    }

    private <T> CompletionStage<T> submit(Task<T> task) {
        return switch (inbox.offer(task)) {
            case TAKEN -> task.done.minimalCompletionStage();
            case FULL -> unavailable("the store is behind");
            case CLOSED -> unavailable("the store is closed");
        };
    }

    private static <T> CompletionStage<T> unavailable(String why) {
        return CompletableFuture.failedStage(new StoreUnavailableException(why, null));
    }

    /** Asks for a change that has no result. */
    public CompletionStage<Void> write(Change change) {
        return submit(connection -> {
                    change.run(connection);
                    return true;
                })
                .thenAccept(done -> {});
    }

    /** Whether the last commit went well. */
    public boolean isAvailable() {
        return !failing && !inbox.isClosed();
    }

    /** Commits what waits, refuses what comes, and ends the thread. */
    @Override
    public void close() {
        inbox.close();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<Task<?>> batch = new ArrayList<>(BATCH);
        while (inbox.take(batch, BATCH)) {
            commit(batch);
            batch.clear();
        }
        disconnect();
    }

    private void commit(List<Task<?>> all) {
        List<Task<?>> batch = all.stream().filter(task -> !task.isApart).toList();
        if (!batch.isEmpty()) {
            commitTogether(batch);
        }
        all.stream().filter(task -> task.isApart).forEach(this::runApart);
    }

    private void runApart(Task<?> task) {
        try {
            Connection at = connected();
            at.setAutoCommit(true);
            task.runAlone(at);
            at.setAutoCommit(false);
            task.complete();
        } catch (Throwable e) { // nobody but who asked for it is concerned
            disconnect();
            task.fail(new StoreUnavailableException("the store can't do that", e));
        }
    }

    private void commitTogether(List<Task<?>> batch) {
        try {
            Connection at = connected();
            for (Task<?> task : batch) {
                task.attempt(at);
            }
            at.commit();
        } catch (Throwable e) { // even an Error must not end the one thread that everybody waits for
            unavailable(e);
            disconnect();
            StoreUnavailableException failure = new StoreUnavailableException("the store can't be written", e);
            batch.forEach(task -> task.fail(failure));
            return;
        }
        if (failing) {
            failing = false;
            LOG.info("store.recovered: the store can be written again");
        }
        batch.forEach(Task::complete);
    }

    private void unavailable(Throwable e) {
        if (!failing) {
            failing = true;
            LOG.error("store.unavailable: {}; logins are refused until the store can be written", e.toString());
        }
    }

    private Connection connected() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = connections.open();
            connection = open;
            open.setAutoCommit(false);
        }
        return open;
    }

    /** After a failure nothing is assumed of a connection: closing it rolls back, the next batch opens another. */
    private void disconnect() {
        Connection open = connection;
        connection = null;
        if (open == null) {
            return;
        }
        try {
            if (!open.getAutoCommit()) {
                open.rollback();
            }
        } catch (SQLException e) {
            LOG.debug("store: rollback: {}", e.toString());
        }
        try {
            open.close();
        } catch (SQLException e) {
            LOG.debug("store: close: {}", e.toString());
        }
    }

    /** One change and who waits for it. Confined to the writer's thread once it is taken from the queue. */
    private static final class Task<T> {
        private final Work<T> work;
        private final boolean isApart;
        private final CompletableFuture<T> done = new CompletableFuture<>();
        private @Nullable T result;
        private @Nullable Throwable refused;
        private boolean isBegun;

        Task(Work<T> work, boolean isApart) {
            this.work = work;
            this.isApart = isApart;
        }

        void runAlone(Connection connection) throws SQLException {
            result = work.run(connection);
        }

        /** Throws only what concerns the whole transaction. */
        void attempt(Connection connection) throws SQLException {
            Savepoint before = connection.setSavepoint();
            try {
                isBegun = true;
                result = work.run(connection);
                connection.releaseSavepoint(before);
            } catch (SQLException | RuntimeException e) {
                if (e instanceof SQLException sql && !isOwnFault(sql)) {
                    throw sql;
                }
                refused = e;
                work.undone();
                connection.rollback(before);
                connection.releaseSavepoint(before);
            }
        }

        @SuppressWarnings("NullAway") // a result may be null where T may be (Void)
        void complete() {
            if (refused != null) {
                done.completeExceptionally(refused);
            } else {
                done.complete(result);
            }
        }

        void fail(Throwable cause) {
            if (isBegun && refused == null) {
                work.undone();
            }
            done.completeExceptionally(refused != null ? refused : cause);
        }

        /** Whether the change itself was wrong (a constraint, say), rather than the store unable to take any. */
        private static boolean isOwnFault(SQLException e) {
            int primary = e.getErrorCode() & 0xff;
            return STORE_FAULTS.stream().noneMatch(code -> code.code == primary);
        }
    }
}
