package io.tollgate.proxy.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ControlSocketIT {
    @TempDir
    Path directory;

    private final ControlRequest request =
            new ControlRequest("users.add", Map.of("name", List.of("ann@clinic.example"), "keep", List.of()));

    private Path socket() {
        return directory.resolve("control.sock");
    }

    @Test
    void a_request_and_its_reply_arrive_whole() throws Exception {
        List<Map<String, Object>> rows = List.of(Map.of("name", "ä".repeat(50_000)));
        ControlHandler handler = (asked, actor) -> {
            assertThat(asked).isEqualTo(request);
            assertThat(actor).isEqualTo("local:ops");
            return CompletableFuture.completedStage(ControlReply.rows(rows));
        };
        try (ControlServer server = ControlServer.open(socket(), handler, "local:ops")) {
            assertThat(new ControlClient(socket()).call(request)).isEqualTo(ControlReply.rows(rows));
            assertThat(server).isNotNull();
        }
    }

    @Test
    void only_the_owner_may_connect() throws Exception {
        try (ControlServer server = ControlServer.open(
                socket(), (asked, actor) -> CompletableFuture.completedStage(ControlReply.done("")), "local:ops")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
                    .isEqualTo("rw-------");
            assertThat(server).isNotNull();
        }
        assertThat(socket()).doesNotExist();
    }

    @Test
    void a_failure_is_told_without_its_text() throws Exception {
        ControlHandler handler =
                (asked, actor) -> CompletableFuture.failedStage(new IllegalStateException("secret detail"));
        try (ControlServer server = ControlServer.open(socket(), handler, "local:ops")) {
            ControlReply reply = new ControlClient(socket()).call(request);
            assertThat(reply.exit()).isEqualTo(3);
            assertThat(reply.message()).doesNotContain("secret");
            assertThat(server).isNotNull();
        }
    }

    @Test
    void a_socket_left_behind_is_replaced() throws Exception {
        Files.createFile(socket());
        try (ControlServer server = ControlServer.open(
                socket(), (asked, actor) -> CompletableFuture.completedStage(ControlReply.done("ok")), "local:ops")) {
            assertThat(new ControlClient(socket()).call(request).message()).isEqualTo("ok");
            assertThat(server).isNotNull();
        }
    }

    @Test
    void nobody_there_is_an_error() {
        assertThatThrownBy(() -> new ControlClient(socket()).call(request)).isInstanceOf(IOException.class);
    }
}
