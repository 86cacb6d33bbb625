package io.tollgate.benchmarks.micro;

import io.tollgate.filters.chain.Arrival;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.RequestBody;
import io.tollgate.filters.http.ClientAddress;
import io.tollgate.filters.http.ClientAddresses;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.RequestHead;
import io.tollgate.proxy.http.Reception;
import io.tollgate.proxy.http.Reception.Received.Admitted;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * One permitted request after the other, each of another session, from another address and for one of a few targets. For one
 * thread.
 *
 * <p>Where sessions are in memory has nothing to do with the order in which they come: see {@link KeptSessions}. The heads are a few, into which the token
 * of the next session is written: making a head is not what is measured, and a request is over before the next one comes.
 */
final class Traffic {
    private static final int CLIENTS = 1024;
    /** The app's own session, another one in each session of ours. */
    private static final String APP_COOKIE = "JSESSIONID=";

    private static final int APP_VALUE = 16;
    private static final String[] TARGETS = {
        "/invoices/2003-0117",
        "/invoices/2003-0117?page=2&sort=due",
        "/claims/17/edit",
        "/patients/4711",
        "/reports/clinic/north/year/2026",
        "/static/billing.css",
        "/invoices/",
        "/claims/overview"
    };

    /** How many requests there are that differ in more than whose they are: a power of two. */
    static final int KINDS = TARGETS.length;

    private final JudgingGateway deployment;
    private final Reception reception;
    private final RequestHead[] heads = new RequestHead[KINDS];
    private final int[] tokenAt = new int[KINDS];
    private final int[] appValueAt = new int[KINDS];
    private final ClientAddress[] clients = new ClientAddress[CLIENTS];
    private final Arrival arrival = new Arrival("public", "https", 443, false);
    private final int sessions;
    private int session;
    private int turn;

    Traffic(JudgingGateway deployment, int sessions) {
        this.deployment = deployment;
        this.reception = deployment.reception();
        this.sessions = sessions;
        for (int i = 0; i < heads.length; i++) {
            heads[i] = head(TARGETS[i], deployment.tokens().token(0));
            HeaderFields fields = heads[i].fields();
            int cookie = fields.find("cookie", 0);
            tokenAt[i] = fields.valueEnd(cookie) - KeptSessions.TOKEN;
            appValueAt[i] = fields.valueStart(cookie) + APP_COOKIE.length();
        }
        for (int i = 0; i < CLIENTS; i++) {
            clients[i] = client(i);
        }
    }

    private static RequestHead head(String target, String token) {
        return RequestHead.of(
                "GET",
                target,
                "Host",
                Policy.HOST,
                "User-Agent",
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)",
                "Accept",
                "text/html,application/xhtml+xml",
                "Accept-Language",
                "en-GB,en;q=0.5",
                "Accept-Encoding",
                "gzip, deflate, br",
                "Sec-Fetch-Mode",
                "navigate",
                "Sec-Fetch-Site",
                "same-origin",
                "Cookie",
                APP_COOKIE + token.substring(0, APP_VALUE) + "; __Host-tollgate=" + token);
    }

    private static ClientAddress client(int i) {
        try {
            return ClientAddresses.direct(InetAddress.getByAddress(new byte[] {10, 1, (byte) (i >> 8), (byte) i}));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    /** The next request, with what is made for each before anything judges it: readings, route, exchange. */
    Exchange next() {
        session = session + 1 < sessions ? session + 1 : 0;
        turn++;
        int i = turn & (KINDS - 1);
        RequestHead head = heads[i];
        byte[] bytes = head.fields().bytes();
        deployment.tokens().token(session, bytes, tokenAt[i]);
        System.arraycopy(bytes, tokenAt[i], bytes, appValueAt[i], APP_VALUE);
        Reception.Received received =
                reception.receive(head, Policy.HOST, clients[turn & (CLIENTS - 1)], arrival, RequestBody.NONE);
        if (received instanceof Admitted admitted) {
            return admitted.exchange();
        }
        throw new IllegalStateException("a request of the benchmark was refused: " + received);
    }
}
