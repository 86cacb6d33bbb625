package io.tollgate.proxy.soak;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Asks over HTTP/1.1, one request after the other, on a connection that is kept as long as it may be. */
final class H1Worker implements Runnable {
    private static final long PAUSE_NANOS = 4_000_000;

    private final Place place;
    private final Requests requests;
    private final RandomGenerator random;
    private @Nullable RawClient client;

    H1Worker(Place place, RandomGenerator random) {
        this.place = place;
        this.random = random;
        this.requests = new Requests(place, random);
    }

    @Override
    public void run() {
        while (!place.isOver().get()) {
            Requests.Ask ask = requests.next();
            long from = System.nanoTime();
            try {
                ask(ask, from);
            } catch (SocketTimeoutException e) {
                place.ledger().hung("h1 " + ask.kind(), String.valueOf(ask));
                leave();
            } catch (IOException | RuntimeException e) {
                place.ledger().failed("h1 " + ask.kind(), from, System.nanoTime(), ask + ": " + e);
                leave();
            }
            LockSupport.parkNanos(random.nextLong(PAUSE_NANOS));
        }
        leave();
    }

    private void ask(Requests.Ask ask, long from) throws IOException {
        RawClient current = client;
        if (current == null) {
            current = new RawClient(place.trust(), place.port());
            client = current;
        }
        requests.send(current, ask);
        RawClient.Answer answer = current.answer();
        requests.judge(ask, answer.status(), answer.body(), from, "h1");
        if (answer.isLast()) {
            leave();
        }
    }

    private void leave() {
        RawClient current = client;
        client = null;
        if (current != null) {
            try {
                current.close();
            } catch (IOException e) {
                // It is gone already.
            }
        }
    }
}
