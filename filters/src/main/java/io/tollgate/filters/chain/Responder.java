package io.tollgate.filters.chain;

import io.tollgate.filters.http.Response;
import java.util.concurrent.CompletionStage;

/** Answers a request inside the gateway: the login page, the console, a health check. Reads a body by exchange.body(max). */
@FunctionalInterface
public interface Responder {
    /** Answers, on any thread; called on the exchange's event loop and must not block it. */
    CompletionStage<Response> respond(Exchange exchange);
}
