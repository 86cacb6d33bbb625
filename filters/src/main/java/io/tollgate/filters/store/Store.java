package io.tollgate.filters.store;

import io.tollgate.filters.audit.AuditHead;
import io.tollgate.filters.audit.HeadJournal;
import io.tollgate.filters.device.DeviceJournal;
import io.tollgate.filters.factor.FactorJournal;
import io.tollgate.filters.identity.ComparedJournal;
import io.tollgate.filters.identity.CounterJournal;
import io.tollgate.filters.identity.UserJournal;
import io.tollgate.filters.passkey.PasskeyJournal;
import io.tollgate.filters.seal.CarriedKey;
import io.tollgate.filters.seal.Sealer;
import io.tollgate.filters.seal.Sealing;
import io.tollgate.filters.seal.SealingJournal;
import io.tollgate.filters.session.AppCookieJournal;
import io.tollgate.filters.session.SessionJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.sqlite.NativeLibraryNotFoundException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;

/**
 * The embedded store of one data directory: SQLite with a write-ahead log, synchronous to the disk.
 *
 * <p>Safe for use by any thread. Reading happens at the start only; memory is authoritative after it.
 */
public final class Store implements AutoCloseable {
    private static final int WAITING = 16_384;
    /** Below a second, so that a request that needs the store is answered within one. */
    private static final int BUSY_MILLIS = 800;

    private final SQLiteDataSource source;
    private final StoreWriter writer;

    private Store(SQLiteDataSource source, StoreWriter writer) {
        this.source = source;
        this.writer = writer;
    }

    /** Checks the store, makes or migrates it, and starts its writer; throws without having changed a damaged one. */
    public static Store open(DataDirectory directory) throws DataDirectoryException {
        Path file = directory.store();
        try {
            if (Files.exists(file) && Files.size(file) > 0) {
                check(file);
            } else if (!Files.exists(file)) {
                // SQLite gives the log beside it the same mode.
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            SQLiteDataSource source = source(file, settings());
            connect(source, file);
            migrate(source, file);
            return new Store(source, new StoreWriter(source::getConnection, WAITING).start());
        } catch (IOException e) {
            if (e instanceof DataDirectoryException told) {
                throw told;
            }
            throw new DataDirectoryException(
                    "store " + file + ": can't be read or written (" + e + "); check the disk and who owns the file",
                    e);
        }
    }

    /** The accounts. */
    public UserJournal users() {
        return new SqliteUserJournal(source::getConnection, writer);
    }

    /** The counts of failures. */
    public CounterJournal counters() {
        return new SqliteCounterJournal(source::getConnection, writer);
    }

    /** How many passwords were compared. */
    public ComparedJournal compared() {
        return new SqliteComparedJournal(source::getConnection, writer);
    }

    /** The known devices. */
    public DeviceJournal devices() {
        return new SqliteDeviceJournal(source::getConnection, writer);
    }

    /** The passkeys. */
    public PasskeyJournal passkeys() {
        return new SqlitePasskeyJournal(source::getConnection, writer);
    }

    /** The second factors; {@code sealer} is the one that sealed what is written. */
    public FactorJournal factors(Sealer sealer) {
        return new SqliteFactorJournal(source::getConnection, writer, sealer);
    }

    /** The sessions. */
    public SessionJournal sessions() {
        return new SqliteSessionJournal(source::getConnection, writer);
    }

    /** Whose the apps' own session cookies are. */
    public AppCookieJournal appCookies() {
        return new SqliteAppCookieJournal(source::getConnection, writer);
    }

    /** The heads of the audit chains. */
    public HeadJournal heads() {
        return new SqliteHeadJournal(source::getConnection, writer);
    }

    /** By which key everything is sealed. */
    public SealingJournal sealing() {
        return new SqliteSealing(source::getConnection, writer);
    }

    /** By which key everything is sealed now, read beside whoever owns the store; null where nobody said so. */
    public static @Nullable Sealing readSealing(Path data) {
        Path file = DataDirectory.storeIn(data);
        return hasSealing(file) ? SqliteSealing.sealing(source(file, readOnly())::getConnection) : null;
    }

    /** The keys that outlived theirs, read beside whoever owns the store. */
    public static List<CarriedKey> readCarried(Path data) {
        Path file = DataDirectory.storeIn(data);
        return hasSealing(file) ? SqliteSealing.carried(source(file, readOnly())::getConnection) : List.of();
    }

    private static boolean hasSealing(Path file) {
        return Files.exists(file)
                && !Rows.all(
                                source(file, readOnly())::getConnection,
                                "SELECT name FROM sqlite_master WHERE name = 'sealing'",
                                row -> row.getString(1))
                        .isEmpty();
    }

    /** The heads of the audit chains as they are now, read beside whoever owns the store; empty where there is none. */
    public static List<AuditHead> readHeads(Path data) {
        Path file = DataDirectory.storeIn(data);
        if (!Files.exists(file)) {
            return List.of();
        }
        return SqliteHeadJournal.read(source(file, readOnly())::getConnection);
    }

    /** Whether the last commit went well: what readiness says. */
    public boolean isAvailable() {
        return writer.isAvailable();
    }

    /** Commits what waits and closes; later changes fail. */
    @Override
    public void close() {
        writer.close();
    }

    private static SQLiteConfig settings() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS);
        config.enforceForeignKeys(true);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
        return config;
    }

    private static SQLiteConfig readOnly() {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLIS);
        return config;
    }

    private static SQLiteDataSource source(Path file, SQLiteConfig config) {
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    /** Reads every page, by a connection that can't write. */
    private static void check(Path file) throws DataDirectoryException {
        try (Connection connection = source(file, readOnly()).getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("PRAGMA quick_check(1)")) {
            String first = found.next() ? found.getString(1) : "no answer";
            if (!"ok".equals(first)) {
                throw damaged(file, first, null);
            }
        } catch (SQLException e) {
            throw isDamage(e) ? damaged(file, firstLine(e), e) : unusable(file, e);
        }
    }

    /** Connects once, so that what Flyway says next is about migrations and nothing else. */
    private static void connect(SQLiteDataSource source, Path file) throws DataDirectoryException {
        try (Connection connection = source.getConnection()) {
            connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException e) {
            throw isDamage(e) ? damaged(file, firstLine(e), e) : unusable(file, e);
        }
    }

    private static void migrate(SQLiteDataSource source, Path file) throws DataDirectoryException {
        try {
            Flyway.configure()
                    .dataSource(source)
                    .locations("classpath:db/migration")
                    .failOnMissingLocations(true)
                    .ignoreMigrationPatterns(new String[0]) // a newer schema than ours is not for us to write
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new DataDirectoryException(
                    "store " + file + ": does not fit this release (" + firstLine(e)
                            + "); start the release that wrote it, or restore a backup of this one. Nothing was"
                            + " deleted",
                    e);
        }
    }

    private static DataDirectoryException unusable(Path file, SQLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof NativeLibraryNotFoundException) {
                return new DataDirectoryException(
                        "store " + file
                                + ": SQLite can't be loaded; its native part is unpacked into the temporary folder"
                                + " of Java, which may forbid to run programs (noexec): name another one by"
                                + " JDK_JAVA_OPTIONS=-Djava.io.tmpdir=FOLDER",
                        e);
            }
        }
        return new DataDirectoryException(
                "store " + file + ": can't be opened (" + firstLine(e) + "); check the disk and who owns the file", e);
    }

    private static DataDirectoryException damaged(Path file, String what, @Nullable Throwable e) {
        return new DataDirectoryException(
                "store " + file + ": is damaged (" + what
                        + "); keep a copy of the whole folder, then put back store.db from a backup (and remove"
                        + " store.db-wal and store.db-shm with it), or move all three away to start without users."
                        + " Nothing was changed",
                e);
    }

    private static boolean isDamage(SQLException e) {
        int primary = e.getErrorCode() & 0xff;
        return primary == SQLiteErrorCode.SQLITE_CORRUPT.code || primary == SQLiteErrorCode.SQLITE_NOTADB.code;
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
