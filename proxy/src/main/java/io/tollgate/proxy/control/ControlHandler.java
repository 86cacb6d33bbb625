package io.tollgate.proxy.control;

import java.util.concurrent.CompletionStage;

/** Does what commands ask, whether they come through the socket or from the same process. Safe for use by any thread. */
@FunctionalInterface
public interface ControlHandler {
    /**
     * Does it, and answers when it is durable.
     *
     * @param actor who asks, for the audit trail: {@code local:NAME}
     */
    CompletionStage<ControlReply> handle(ControlRequest request, String actor);
}
