package io.tollgate.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

final class WorkspaceTest {
    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void others_find_nothing_in_it_but_a_way_to_what_servers_need() throws Exception {
        Path folder;
        try (Workspace workspace = Workspace.create()) {
            folder = workspace.folder();
            assertThat(permissions(folder)).isEqualTo("rwx--x--x");
            assertThat(permissions(workspace.folder("gateway"))).isEqualTo("rwx------");
            assertThat(permissions(workspace.openFolder("application/files"))).isEqualTo("rwx--x--x");
            Path secret = folder.resolve("secret");
            for (String text : new String[] {"one", "another"}) {
                Workspace.writeSecret(secret, text);
                assertThat(permissions(secret)).isEqualTo("rw-------");
                assertThat(secret).hasContent(text);
            }
        }
        assertThat(folder).doesNotExist();
    }
}
