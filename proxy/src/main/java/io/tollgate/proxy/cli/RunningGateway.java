package io.tollgate.proxy.cli;

import io.tollgate.proxy.Gateway;
import io.tollgate.proxy.control.ControlClient;
import io.tollgate.proxy.control.ControlReply;
import io.tollgate.proxy.control.ControlRequest;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The gateway that runs on some data, if one does. Immutable.
 *
 * @param data the folder it owns
 */
record RunningGateway(Path data) {
    /** Whether it answers. */
    boolean isThere() {
        try {
            new ControlClient(Gateway.controlSocket(data)).call(new ControlRequest("gateway.ping", Map.of()));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Its answer; null where none runs. Ends the command where it can't be asked. */
    @Nullable
    ControlReply ask(ControlRequest request) {
        Path socket = Gateway.controlSocket(data);
        if (!Files.exists(socket)) {
            return null;
        }
        if (!Files.isWritable(socket)) {
            throw notForThisUser(socket);
        }
        try {
            return new ControlClient(socket).call(request);
        } catch (ConnectException e) {
            return null; // Left behind by a process that died.
        } catch (AccessDeniedException e) {
            throw notForThisUser(socket);
        } catch (IOException e) {
            throw CommandException.failed("the running gateway did not answer (" + e.getMessage()
                    + "); see whether it was done, then try again");
        }
    }

    private CommandException notForThisUser(Path socket) {
        return CommandException.failed(
                "the control socket " + socket + " is not for this user; run the command as the owner of " + data);
    }
}
