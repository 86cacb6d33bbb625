package io.tollgate.proxy.demo;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A small billing application as it might have been written in 2003, for the gateway to guard: plain HTTP, no login of its own,
 * a session cookie bound to nobody, and trust in what the headers say. Data are made up and kept in memory. Safe for use by any
 * thread.
 */
public final class LegacyBilling implements AutoCloseable {

    private static final int WORKERS = 16;
    private static final int QUEUED = 256;

    private final HttpServer server;
    private final ExecutorService workers;

    private LegacyBilling(HttpServer server, ExecutorService workers) {
        this.server = server;
        this.workers = workers;
    }

    /**
     * Starts the application on a loopback address; port 0 takes a free one. Any other address is refused: the application
     * believes whoever reaches it.
     */
    public static LegacyBilling start(InetSocketAddress loopback, InstantSource clock) throws IOException {
        if (loopback.isUnresolved() || !loopback.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException("the demo application listens on loopback only, not on " + loopback);
        }
        // The JDK's server sends head and body in two writes and leaves Nagle's algorithm on: each answer would wait 40
        // ms for
        // the peer's delayed acknowledgement. Its one switch is this property, read when the server's class is loaded.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer server = HttpServer.create(loopback, 128);
        ExecutorService workers = workers();
        LegacyRoutes routes = routes(new BillingData(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)));
        LegacySessions sessions = new LegacySessions(new SecureRandom());
        server.createContext("/", new LegacyDispatcher(routes, sessions, clock, workers));
        server.setExecutor(workers);
        server.start();
        return new LegacyBilling(server, workers);
    }

    /** Every page of the application, in the order in which they are tried. */
    static LegacyRoutes routes(BillingData data) {
        Messages messages = new Messages();
        PatientPages patients = new PatientPages(data);
        InvoicePages invoices = new InvoicePages(data, messages);
        ClaimPages claims = new ClaimPages(data, messages);
        AttachmentPages attachments = new AttachmentPages(data, messages);
        LedgerCgi ledger = new LedgerCgi(data, messages);
        PaymentPages payments = new PaymentPages(data, messages);
        AppointmentPages appointments = new AppointmentPages(data, messages);
        return new LegacyRoutes()
                .on("GET", "/", FramePages::frameset)
                .on("GET", "/menu.html", FramePages::menu)
                .on("GET", "/static/*", new StaticFiles()::file)
                .on("GET", "/patients/", patients::list)
                .on("GET", "/patients/*", patients::detail)
                .on("GET", "/invoices/", invoices::list)
                .on("GET", "/invoices/export.csv", invoices::export)
                .on("GET", "/invoices/*", invoices::detail)
                .on("DELETE", "/invoices/*", invoices::delete)
                .on("POST", "/invoices/*/delete", invoices::delete)
                .on("GET", "/claims/", claims::list)
                .on("POST", "/claims/", claims::receive)
                .on("GET", "/claims/new", claims::form)
                .on("GET", "/claims/*", claims::detail)
                .on("POST", "/claims/*/attachment", attachments::upload)
                .on("GET", "/claims/*/attachment/*", attachments::download)
                .on("GET", "/ledger.cgi", ledger::run)
                .on("POST", "/ledger.cgi", ledger::run)
                .on("GET", "/payments/", payments::list)
                .on("POST", "/payments/", payments::take)
                .on("GET", "/appointments/", appointments::list)
                .on("POST", "/appointments/", appointments::add)
                .on("GET", "/reports/yearly", new YearlyReport(data)::print)
                .on("GET", "/poll/messages", messages::poll);
    }

    /** Where it listens, with the port it got. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Stops at once: what is under way is cut. */
    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }

    private static ExecutorService workers() {
        AtomicInteger count = new AtomicInteger();
        ThreadPoolExecutor workers = new ThreadPoolExecutor(
                WORKERS, WORKERS, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUED), task -> {
                    Thread worker = new Thread(task, "legacy-billing-" + count.incrementAndGet());
                    worker.setDaemon(true);
                    return worker;
                });
        workers.allowCoreThreadTimeOut(true);
        return workers;
    }
}
