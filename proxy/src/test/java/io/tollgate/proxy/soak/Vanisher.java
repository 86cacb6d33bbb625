package io.tollgate.proxy.soak;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/** Begins requests and resets the connection: in the head, in the body, before the answer and in the middle of it. */
final class Vanisher implements Runnable {
    private static final long PAUSE_NANOS = 30_000_000;

    private final Place place;
    private final Requests requests;
    private final RandomGenerator random;

    Vanisher(Place place, RandomGenerator random) {
        this.place = place;
        this.random = random;
        this.requests = new Requests(place, random);
    }

    @Override
    public void run() {
        while (!place.isOver().get()) {
            long from = System.nanoTime();
            try {
                String where = vanish();
                place.ledger().count("vanish " + where, Ledger.Outcome.LEFT);
            } catch (IOException e) {
                place.ledger().failed("vanish", from, System.nanoTime(), e.toString());
            }
            LockSupport.parkNanos(random.nextLong(PAUSE_NANOS));
        }
    }

    @SuppressWarnings("try") // vanishing is how it is closed
    private String vanish() throws IOException {
        RawClient client = new RawClient(place.trust(), place.port());
        try {
            return switch (random.nextInt(4)) {
                case 0 -> {
                    String head = requests.head(new Requests.Ask.Echo(place.nonce(), true));
                    client.send(head.substring(0, 1 + random.nextInt(head.length())));
                    yield "in the head";
                }
                case 1 -> {
                    Requests.Ask.Upload upload = new Requests.Ask.Upload(place.nonce(), 200_000, false);
                    byte[] body = Payload.of(upload.nonce(), upload.size());
                    client.send(requests.head(upload) + "Content-Length: " + body.length + "\r\n\r\n");
                    client.send(Arrays.copyOf(body, random.nextInt(body.length)));
                    yield "in the body";
                }
                case 2 -> {
                    requests.send(client, new Requests.Ask.Download(place.nonce(), 3_000_000));
                    client.in().readNBytes(1 + random.nextInt(500_000));
                    yield "in the answer";
                }
                default -> {
                    requests.send(client, requests.next());
                    yield "before the answer";
                }
            };
        } finally {
            client.vanish();
        }
    }
}
