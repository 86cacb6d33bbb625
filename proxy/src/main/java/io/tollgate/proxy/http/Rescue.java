package io.tollgate.proxy.http;

import io.tollgate.filters.audit.AuditUnavailableException;
import io.tollgate.filters.chain.BodyTooLargeException;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.session.SessionStoreException;
import io.tollgate.filters.store.StoreUnavailableException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only place where a {@link Throwable} becomes an answer, by whose fault it is: a client's is 4xx, an upstream's 502,
 * 503 or 504, ours 500 with a reference and nothing of the exception. Safe for use by any thread.
 */
public final class Rescue {
    private static final Logger LOG = LoggerFactory.getLogger(Rescue.class);

    private final Pages pages;
    private final Supplier<String> references;
    private final Executor logging;
    private final AtomicLong lost = new AtomicLong();

    /** Makes what a person sees of a failure. */
    @FunctionalInterface
    public interface Pages {
        /**
         * An answer.
         *
         * @param exchange null where the head could not be read
         * @param code stable: {@code upstream.connect}
         */
        Response page(@Nullable Exchange exchange, int status, String code, String reference);
    }

    /**
     * A failure, understood.
     *
     * @param code stable, for the log, metrics and {@code Outcome.fault}
     */
    public record Rescued(Response response, String code) {}

    /**
     * A rescue that answers with these pages.
     *
     * @param references makes references where there is no exchange to ask
     * @param logging where log lines are written: never an event loop
     */
    public Rescue(Pages pages, Supplier<String> references, Executor logging) {
        this.pages = pages;
        this.references = references;
        this.logging = logging;
    }

    /** Pages of one line of text. */
    public static Response text(int status, String code, String reference) {
        return Response.text(status, ReasonPhrases.of(status) + "\n" + code + "\nReference: " + reference + "\n")
                .with("Tollgate-Reason", code);
    }

    /** What a head that can't be read is answered. */
    public Rescued ofHead(BadMessageException cause) {
        return new Rescued(answer(null, cause.status(), cause.code(), references.get()), cause.code());
    }

    /** What is answered where receiving a request failed: our fault. */
    Response unreceived(Throwable cause) {
        String reference = references.get();
        later(() -> LOG.error("internal.error reference={}", reference, cause));
        return answer(null, 500, "internal.error", reference);
    }

    /** A log that can't keep up costs its lines, never an answer. */
    private void later(Runnable line) {
        try {
            logging.execute(line);
        } catch (RejectedExecutionException e) {
            lost.incrementAndGet();
        }
    }

    /** Log lines that were lost because the disk could not keep up. */
    public long lost() {
        return lost.get();
    }

    /** Tells operators of a failure that nobody is answered for. */
    public void log(String code, Throwable cause) {
        later(() -> LOG.error(code, cause));
    }

    /** What a failed exchange is answered; logged once where it is not the client's fault. */
    Rescued of(Exchange exchange, Throwable failure) {
        Throwable cause = unwrapped(failure);
        if (cause instanceof BodyTooLargeException) {
            return rescued(exchange, 413, "request.body.large");
        }
        if (cause instanceof BadMessageException bad && bad.status() < 500) {
            return rescued(exchange, bad.status(), bad.code());
        }
        String reference = exchange.reference();
        if (cause instanceof BadMessageException bad) {
            String app = exchange.route().app().name();
            later(() -> LOG.warn("{} app={} reference={}: {}", bad.code(), app, reference, bad.getMessage()));
            return rescued(exchange, bad.status(), bad.code());
        }
        if (cause instanceof UpstreamException upstream) {
            String app = exchange.route().app().name();
            later(() -> LOG.warn("{} app={} reference={}: {}", upstream.code(), app, reference, upstream.getMessage()));
            Response response = answer(exchange, upstream.status(), upstream.code(), reference);
            return new Rescued(
                    upstream.retryAfter() > 0
                            ? response.replacing("retry-after", Long.toString(upstream.retryAfter()))
                            : response,
                    upstream.code());
        }
        if (isUnavailable(cause)) {
            later(() -> LOG.error("store.unavailable reference={}", reference, cause));
            return rescued(exchange, 503, "store.unavailable");
        }
        later(() -> LOG.error("internal.error reference={}", reference, cause));
        return rescued(exchange, 500, "internal.error");
    }

    /** The store, or the trail, can't say or keep what is needed, or takes too long: try again later, nobody is logged out. */
    private static boolean isUnavailable(Throwable cause) {
        return cause instanceof StoreUnavailableException
                || cause instanceof SessionStoreException
                || cause instanceof AuditUnavailableException
                || cause instanceof TimeoutException;
    }

    private Rescued rescued(Exchange exchange, int status, String code) {
        return new Rescued(answer(exchange, status, code, exchange.reference()), code);
    }

    /** A page that fails to be made is replaced by text: there is always an answer. */
    private Response answer(@Nullable Exchange exchange, int status, String code, String reference) {
        try {
            return pages.page(exchange, status, code, reference);
        } catch (RuntimeException e) {
            later(() -> LOG.error("internal.page reference={}", reference, e));
            return text(status, code, reference);
        }
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
