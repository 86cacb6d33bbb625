package io.tollgate.proxy.demo;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the page for a request and writes what it answers. Safe for use by any thread. */
final class LegacyDispatcher implements HttpHandler {

    private static final Logger LOG = LoggerFactory.getLogger(LegacyDispatcher.class);

    private final LegacyRoutes routes;
    private final LegacySessions sessions;
    private final InstantSource clock;
    private final Executor workers;

    LegacyDispatcher(LegacyRoutes routes, LegacySessions sessions, InstantSource clock, Executor workers) {
        this.routes = routes;
        this.sessions = sessions;
        this.clock = clock;
        this.workers = workers;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String decoded = path == null ? "" : path;
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        LegacyRequest request = new LegacyRequest(exchange, sessions, LegacyRoutes.segments(decoded), today);
        LegacyReply reply = answer(request, exchange.getRequestMethod(), decoded);
        if (reply instanceof LegacyReply.Whole page) {
            whole(request, page);
        } else if (reply instanceof LegacyReply.Streamed stream) {
            streamed(request, stream);
        } else if (reply instanceof LegacyReply.Later promise) {
            later(request, promise);
        }
    }

    private LegacyReply answer(LegacyRequest request, String method, String path) throws IOException {
        try {
            LegacyRoutes.Found found = routes.find(method, path);
            if (!found.page().isEmpty()) {
                return found.page().get(0).answer(request);
            }
            if (!found.allowed().isEmpty()) {
                return LegacyPages.wrongMethod(request, method, found.allowed());
            }
            if (!routes.find(method, path + "/").page().isEmpty()) {
                return LegacyPages.redirect(request, path + "/");
            }
            return LegacyPages.notFound(request, path);
        } catch (Refused refused) {
            return LegacyPages.error(request, refused.status(), refused.shown());
        } catch (RuntimeException bug) {
            LOG.error("demo.page-failed", bug);
            return LegacyPages.error(request, 500, "Internal error. Please call the computer room.");
        }
    }

    private static void whole(LegacyRequest request, LegacyReply.Whole reply) throws IOException {
        HttpExchange exchange = request.exchange();
        head(request, reply.type(), reply.headers());
        try (exchange) {
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().set("Content-Length", Integer.toString(reply.body().length));
                exchange.sendResponseHeaders(reply.status(), -1);
            } else if (reply.body().length == 0) {
                exchange.sendResponseHeaders(reply.status(), -1);
            } else {
                exchange.sendResponseHeaders(reply.status(), reply.body().length);
                exchange.getResponseBody().write(reply.body());
            }
        }
    }

    private static void streamed(LegacyRequest request, LegacyReply.Streamed reply) throws IOException {
        HttpExchange exchange = request.exchange();
        head(request, reply.type(), reply.headers());
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
            return;
        }
        exchange.sendResponseHeaders(200, 0); // 0 stands for chunks
        // Closed only after the last byte: an exchange that fails must end as a broken one, not as a complete one.
        OutputStream out = exchange.getResponseBody();
        try {
            reply.writer().writeTo(out);
            out.close();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped", stopped);
        }
    }

    private void later(LegacyRequest request, LegacyReply.Later reply) {
        CompletionStage<LegacyReply.Whole> written = reply.whole()
                .whenCompleteAsync(
                        (whole, failure) -> {
                            try {
                                whole(request, whole);
                            } catch (IOException gone) {
                                LOG.debug("demo.client-gone", gone);
                            }
                        },
                        workers);
        written.exceptionally(failure -> {
            request.exchange().close(); // no worker was free, or the application is closing
            return null;
        });
    }

    private static void head(LegacyRequest request, String type, Map<String, String> headers) {
        Headers response = request.exchange().getResponseHeaders();
        response.set("Server", "LedgerDesk/3.2");
        response.set("Content-Type", type);
        headers.forEach(response::set);
        String opened = request.newSessionId();
        if (opened != null) {
            response.add("Set-Cookie", LegacySessions.COOKIE + "=" + opened + "; Path=/");
        }
    }
}
