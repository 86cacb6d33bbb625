package io.tollgate.proxy.cli;

import io.tollgate.proxy.control.ControlHandler;
import io.tollgate.proxy.control.ControlReply;
import io.tollgate.proxy.control.ControlRequest;
import io.tollgate.proxy.demo.DemoUser;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Adds the demo's users where they are missing; those that are there stay as they are. Immutable. */
record DemoUsers(ControlHandler administration) {
    private static final String ACTOR = "local:demo";
    private static final int SECONDS = 30;

    void addMissing(List<DemoUser> users) throws InterruptedException {
        for (DemoUser user : users) {
            List<String> name = List.of(user.name());
            if (ask(new ControlRequest("users.show", Map.of("name", name))).exit() == ExitCode.DONE) {
                continue;
            }
            ControlReply added = ask(new ControlRequest(
                    "users.add",
                    Map.of(
                            "name", name,
                            "role", user.roles(),
                            "password", List.of(user.password()),
                            "keep", List.of())));
            if (added.exit() != ExitCode.DONE) {
                throw CommandException.failed("the demo's user " + user.name() + " can't be added: " + added.message());
            }
        }
    }

    private ControlReply ask(ControlRequest request) throws InterruptedException {
        try {
            return administration.handle(request, ACTOR).toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw CommandException.failed("the demo's users can't be added: " + e.getCause());
        }
    }
}
