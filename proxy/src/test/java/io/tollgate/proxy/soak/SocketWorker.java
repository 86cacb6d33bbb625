package io.tollgate.proxy.soak;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Keeps one WebSocket open for as long as its application lives, over every reload, and has what it says echoed. */
final class SocketWorker implements Runnable, WebSocket.Listener {
    private static final long PAUSE_NANOS = 50_000_000;
    private static final String KIND = "websocket";

    private final Place place;
    private final HttpClient client;
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final StringBuilder message = new StringBuilder();
    private volatile boolean isBroken;

    SocketWorker(Place place) {
        this.place = place;
        this.client = HttpClient.newBuilder().sslContext(place.trust()).build();
    }

    @Override
    public void run() {
        WebSocket socket = null;
        while (!place.isOver().get()) {
            long from = System.nanoTime();
            String said = place.nonce();
            try {
                if (socket == null) {
                    heard.clear();
                    isBroken = false;
                    socket = open();
                    place.ledger().count(KIND + " opened", Ledger.Outcome.ANSWERED);
                }
                socket.sendText(said, true).get(10, TimeUnit.SECONDS);
                String echo = heard(from);
                if (said.equals(echo)) {
                    place.ledger().count(KIND, Ledger.Outcome.ANSWERED);
                } else if (echo == null) {
                    place.ledger().failed(KIND, from, System.nanoTime(), "no echo of " + said);
                    socket = dropped(socket);
                } else {
                    place.ledger().foreign(KIND, said + " was answered by " + echo);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                place.ledger().failed(KIND, from, System.nanoTime(), e.toString());
                socket = dropped(socket);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        dropped(socket);
    }

    private WebSocket open() throws Exception {
        return client.newWebSocketBuilder()
                .header("Cookie", place.cookie())
                .buildAsync(URI.create("wss://localhost:" + place.port() + "/socket/" + place.nonce()), this)
                .get(20, TimeUnit.SECONDS);
    }

    private @Nullable String heard(long from) throws InterruptedException {
        String echo = null;
        while (echo == null && !isBroken && System.nanoTime() - from < TimeUnit.SECONDS.toNanos(20)) {
            echo = heard.poll(100, TimeUnit.MILLISECONDS);
        }
        return echo;
    }

    private static @Nullable WebSocket dropped(@Nullable WebSocket socket) {
        if (socket != null) {
            socket.abort();
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean isLast) {
        message.append(data);
        if (isLast) {
            heard.add(message.toString());
            message.setLength(0);
        }
        socket.request(1);
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        isBroken = true;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
        isBroken = true;
        return null;
    }
}
