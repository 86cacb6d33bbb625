package io.tollgate.proxy.soak;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/** Asks over HTTP/2, some requests at a time on one connection, and now and then resets a stream. */
final class H2Worker implements Runnable {
    private static final int AT_A_TIME = 4;

    private final Place place;
    private final Requests requests;
    private final RandomGenerator random;
    private final HttpClient client;

    H2Worker(Place place, RandomGenerator random) {
        this.place = place;
        this.random = random;
        this.requests = new Requests(place, random);
        this.client = HttpClient.newBuilder()
                .sslContext(place.trust())
                .version(HttpClient.Version.HTTP_2)
                .connectTimeout(Duration.ofSeconds(20))
                .build();
    }

    private record Sent(Requests.Ask ask, long from, CompletableFuture<HttpResponse<byte[]>> answer, boolean isReset) {}

    @Override
    public void run() {
        int atATime =
                1; // The first one alone: the JDK's client would make a connection for each, and forget to close them.
        while (!place.isOver().get()) {
            List<Sent> sent = new ArrayList<>();
            for (int i = 0; i < atATime; i++) {
                Requests.Ask ask = requests.next();
                sent.add(new Sent(
                        ask,
                        System.nanoTime(),
                        client.sendAsync(request(ask), HttpResponse.BodyHandlers.ofByteArray()),
                        random.nextInt(20) == 0));
            }
            sent.forEach(this::await);
            atATime = AT_A_TIME;
        }
    }

    private HttpRequest request(Requests.Ask ask) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("https://localhost:" + place.port() + Requests.path(ask)))
                .timeout(Duration.ofSeconds(30));
        if (!(ask instanceof Requests.Ask.Echo echo) || echo.isKnown()) {
            request.header("Cookie", place.cookie());
        }
        if (ask instanceof Requests.Ask.Upload upload) {
            request.POST(HttpRequest.BodyPublishers.ofByteArray(Payload.of(ask.nonce(), upload.size())));
        }
        return request.build();
    }

    private void await(Sent sent) {
        if (sent.isReset()) {
            sent.answer().cancel(true);
            place.ledger().count("h2 reset", Ledger.Outcome.LEFT);
            return;
        }
        String protocol = "h2";
        try {
            HttpResponse<byte[]> answer = sent.answer().get(20, TimeUnit.SECONDS);
            protocol = answer.version() == HttpClient.Version.HTTP_2 ? "h2" : "h2-as-h1";
            requests.judge(sent.ask(), answer.statusCode(), answer.body(), sent.from(), protocol);
        } catch (TimeoutException e) {
            timedOut(sent);
        } catch (ExecutionException e) {
            place.ledger()
                    .failed(protocol + " " + sent.ask().kind(), sent.from(), System.nanoTime(), sent.ask() + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The JDK's client (17) goes on waiting for room to send a body although it was answered, with END_STREAM, and told to
     * stop, by RST_STREAM: where an application died of an upload, that is its own affair.
     */
    private void timedOut(Sent sent) {
        if (sent.ask() instanceof Requests.Ask.Upload) {
            place.ledger().failed("h2 upload", sent.from(), System.nanoTime(), sent.ask() + " HUNG");
        } else {
            place.ledger().hung("h2 " + sent.ask().kind(), String.valueOf(sent.ask()));
        }
    }
}
