package io.tollgate.filters.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataDirectoryTest {
    private static final long ME = DataDirectory.currentUid();

    @TempDir
    Path temp;

    @Test
    void the_folder_is_made_for_its_owner_alone() throws Exception {
        try (DataDirectory data = DataDirectory.own(temp.resolve("a/data"), ME)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.path())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void a_second_owner_is_told_who_the_first_is() throws Exception {
        try (DataDirectory first = DataDirectory.own(temp.resolve("data"), ME)) {
            assertThatThrownBy(() -> DataDirectory.own(first.path(), ME))
                    .isInstanceOf(DataDirectoryException.class)
                    .hasMessageContaining(
                            "in use by process " + ProcessHandle.current().pid());
        }
    }

    @Test
    void a_refused_second_owner_does_not_take_the_first_ones_lock() throws Exception {
        try (DataDirectory first = DataDirectory.own(temp.resolve("data"), ME)) {
            assertThatThrownBy(() -> DataDirectory.own(first.path(), ME)).isInstanceOf(DataDirectoryException.class);

            assertThat(tryLockFromAnotherProcess(first.path().resolve("lock"))).isFalse();
        }
        assertThat(tryLockFromAnotherProcess(temp.resolve("data/lock"))).isTrue();
    }

    @Test
    void a_closed_one_can_be_owned_again() throws Exception {
        DataDirectory.own(temp.resolve("data"), ME).close();

        try (DataDirectory again = DataDirectory.own(temp.resolve("data"), ME)) {
            assertThat(again.store()).hasFileName("store.db");
        }
    }

    @Test
    void what_a_killed_owner_left_does_not_keep_others_out() throws Exception {
        Path data = Files.createDirectory(
                temp.resolve("data"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(data.resolve("owner"), ProcessHandle.current().pid() + " 1");
        Files.createFile(data.resolve("lock"));

        DataDirectory.own(data, ME).close();
    }

    @Test
    void a_folder_of_another_user_is_refused_and_left_as_it_is() throws Exception {
        Path data = Files.createDirectory(temp.resolve("data"));

        assertThatThrownBy(() -> DataDirectory.own(data, ME + 1))
                .isInstanceOf(DataDirectoryException.class)
                .hasMessageContaining("belongs to")
                .hasMessageContaining("run it as");
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void a_folder_that_others_may_write_is_refused_with_the_remedy() throws Exception {
        Path data = Files.createDirectory(temp.resolve("data"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxr-x"));

        assertThatThrownBy(() -> DataDirectory.own(data, ME)).hasMessageContaining("chmod 700");
    }

    @Test
    void a_file_in_its_place_is_refused() throws Exception {
        Path file = Files.createFile(temp.resolve("data"));

        assertThatThrownBy(() -> DataDirectory.own(file, ME)).hasMessageContaining("is not a folder");
    }

    private static boolean tryLockFromAnotherProcess(Path lock) throws Exception {
        // flock(1) uses another kind of lock, so a process of the same kind asks.
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockProbe.class.getName(),
                        lock.toString())
                .redirectErrorStream(true)
                .start();
        process.getInputStream().readAllBytes();
        return process.waitFor() == 0;
    }
}
