package io.tollgate.filters.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
final class StoreWriterTest {
    @TempDir
    Path temp;

    private final List<StoreWriter> writers = new ArrayList<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicBoolean broken = new AtomicBoolean();

    @BeforeEach
    void table() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("CREATE TABLE word (word TEXT PRIMARY KEY) STRICT");
        }
    }

    @AfterEach
    void close() {
        writers.forEach(StoreWriter::close);
    }

    @Test
    void what_is_acknowledged_is_in_a_copy_of_the_files_as_they_are_then() throws Exception {
        StoreWriter writer = writer(64).start();

        for (int i = 0; i < 20; i++) {
            get(writer.write(insert("word" + i)));
            Path copy = Files.createDirectory(temp.resolve("copy" + i));
            for (String name : List.of("words.db", "words.db-wal")) {
                Files.copy(temp.resolve(name), copy.resolve(name));
            }
            assertThat(count(copy.resolve("words.db"))).isEqualTo(i + 1);
        }
    }

    @Test
    void what_waits_shares_one_commit_and_one_wrong_change_fails_alone() throws Exception {
        StoreWriter writer = writer(64);
        Future<Void> one = future(writer.write(insert("one")));
        Future<Void> again = future(writer.write(insert("one")));
        Future<Void> two = future(writer.write(insert("two")));
        assertThat(one).isNotDone();

        writer.start();

        get(one);
        get(two);
        assertThatThrownBy(() -> get(again)).cause().isInstanceOf(SQLException.class);
        assertThat(count(temp.resolve("words.db"))).isEqualTo(2);
        assertThat(writer.isAvailable()).isTrue();
    }

    @Test
    void a_change_that_throws_halfway_leaves_nothing_of_itself() throws Exception {
        StoreWriter writer = writer(64).start();

        Future<Void> half = future(writer.write(connection -> {
            insert("half").run(connection);
            throw new IllegalStateException("no more");
        }));

        assertThatThrownBy(() -> get(half)).cause().isInstanceOf(IllegalStateException.class);
        get(writer.write(insert("whole")));
        assertThat(count(temp.resolve("words.db"))).isEqualTo(1);
    }

    @Test
    void a_full_queue_fails_at_once_and_blocks_nobody() throws Exception {
        StoreWriter writer = writer(2).start();
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Future<Void> slow = future(writer.write(connection -> {
            busy.countDown();
            await(release);
        }));
        await(busy);
        Future<Void> first = future(writer.write(insert("first")));
        Future<Void> second = future(writer.write(insert("second")));

        Future<Void> third = future(writer.write(insert("third")));

        assertThat(third).isDone();
        assertThatThrownBy(() -> get(third)).cause().isInstanceOf(StoreUnavailableException.class);
        release.countDown();
        get(slow);
        get(first);
        get(second);
    }

    @Test
    void a_full_disk_fails_what_waits_and_the_store_recovers_when_there_is_room() throws Exception {
        StoreWriter writer = writer(64).start();
        get(writer.write(connection -> pragma(connection, "PRAGMA max_page_count = 4")));

        Future<Void> much = future(writer.write(insert("x".repeat(100_000))));

        assertThatThrownBy(() -> get(much)).cause().isInstanceOf(StoreUnavailableException.class);
        assertThat(writer.isAvailable()).isFalse();
        get(writer.write(insert("little"))); // by a new connection, which has no such limit
        assertThat(writer.isAvailable()).isTrue();
        assertThat(count(temp.resolve("words.db"))).isEqualTo(1);
    }

    @Test
    void a_store_that_can_not_be_opened_fails_each_change_until_it_can() throws Exception {
        broken.set(true);
        StoreWriter writer = writer(64).start();

        assertThatThrownBy(() -> get(writer.write(insert("one"))))
                .cause()
                .isInstanceOf(StoreUnavailableException.class);
        broken.set(false);
        get(writer.write(insert("one")));

        assertThat(writer.isAvailable()).isTrue();
    }

    @Test
    void an_error_in_a_change_does_not_end_the_writer() throws Exception {
        StoreWriter writer = writer(64).start();

        Future<Void> fatal = future(writer.write(connection -> {
            throw new StackOverflowError();
        }));

        assertThatThrownBy(() -> get(fatal)).cause().isInstanceOf(StoreUnavailableException.class);
        get(writer.write(insert("one")));
    }

    @Test
    void closing_commits_what_waits_and_refuses_what_comes() throws Exception {
        StoreWriter writer = writer(64);
        Future<Void> waiting = future(writer.write(insert("waiting")));
        writer.start();

        writer.close();

        get(waiting);
        assertThatThrownBy(() -> get(writer.write(insert("late"))))
                .cause()
                .isInstanceOf(StoreUnavailableException.class);
        assertThat(count(temp.resolve("words.db"))).isEqualTo(1);
    }

    private StoreWriter writer(int capacity) {
        StoreWriter writer = new StoreWriter(
                () -> {
                    if (broken.get()) {
                        throw new SQLException("no such disk");
                    }
                    opened.incrementAndGet();
                    return connect();
                },
                capacity);
        writers.add(writer);
        return writer;
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + temp.resolve("words.db"));
    }

    private static StoreWriter.Change insert(String word) {
        return connection -> Rows.change(connection, "INSERT INTO word (word) VALUES (?)", word);
    }

    private static void pragma(Connection connection, String pragma) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(pragma);
        }
    }

    private static int count(Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM word")) {
            return row.getInt(1);
        }
    }

    private static <T> Future<T> future(CompletionStage<T> stage) {
        return stage.toCompletableFuture();
    }

    private static <T> T get(CompletionStage<T> stage) throws ExecutionException {
        return get(future(stage));
    }

    private static <T> T get(Future<T> future) throws ExecutionException {
        try {
            return future.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
