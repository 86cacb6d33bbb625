package io.tollgate.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.Ticker;
import io.tollgate.proxy.upstream.Rig.Peer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** An endpoint that is killed and comes back while people work. */
class EndpointKilledIT {
    private static final int CLIENTS = 8;
    private static final int KILLS = 12;

    /** How often each request came to an application, over all endpoints. */
    private final Map<String, AtomicInteger> seen = new ConcurrentHashMap<>();

    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicInteger came = new AtomicInteger();
    private final AtomicInteger mute = new AtomicInteger();
    private final AtomicBoolean isOver = new AtomicBoolean();

    private ScriptedApp app(int port) throws Exception {
        return new ScriptedApp(
                connection -> {
                    for (String head = connection.request(); head != null; head = connection.request()) {
                        String path = head.substring(head.indexOf(' ') + 1, head.indexOf(" HTTP"));
                        seen.computeIfAbsent(path, p -> new AtomicInteger()).incrementAndGet();
                        if (came.incrementAndGet() % 97 == 0) {
                            mute.incrementAndGet(); // It crashes on this one: nobody knows how far it got.
                            return;
                        }
                        connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + path.length() + "\r\n\r\n" + path);
                    }
                },
                port);
    }

    private void client(Rig rig, int number, String method, String prefix) {
        try (Peer peer = rig.connect()) {
            for (int i = 0; !isOver.get(); i++) {
                String path = prefix + number + "/" + i;
                String body = method.equals("POST") ? "Content-Length: 1\r\n\r\nx" : "\r\n";
                String head = peer.send(method + " " + path + " HTTP/1.1\r\nHost: gw.test\r\n" + body)
                        .until("\r\n\r\n");
                AtomicInteger times = seen.getOrDefault(path, new AtomicInteger());
                if (head.startsWith("HTTP/1.1 200")) {
                    String said = new String(peer.in.readNBytes(path.length()), StandardCharsets.US_ASCII);
                    answered.incrementAndGet();
                    if (!said.equals(path)) {
                        faults.add(path + " was answered with " + said);
                    }
                } else {
                    String page = head + peer.until("REF\n");
                    lost.incrementAndGet();
                    // A repeated one may meet the other endpoint while that is down.
                    boolean isRepeated = prefix.equals("/safe/") && page.contains("upstream.connect");
                    if (!page.contains("upstream.closed") && !isRepeated) {
                        faults.add(path + ": " + page);
                    }
                }
                if (times.get() > (prefix.equals("/safe/") ? 2 : 1)) {
                    faults.add(path + " was sent " + times + " times");
                }
            }
        } catch (Exception e) {
            faults.add("client " + number + ": " + e);
        }
    }

    @Test
    void nothing_is_sent_twice_or_answered_with_anothers_answer_and_what_was_not_sent_is_not_lost() throws Exception {
        ScriptedApp stays = app(0);
        ScriptedApp killed = app(0);
        Apps apps = new Apps().safe("GET /safe/**").outlier(5, Duration.ofMillis(100));
        try (Rig rig = new Rig(apps.at(stays, killed), Ticker.systemTicker())) {
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int number = i;
                String prefix = i % 2 == 0 ? "/once/" : "/safe/";
                String method = i % 4 == 0 ? "POST" : "GET";
                Thread thread = new Thread(() -> client(rig, number, method, prefix), "client-" + i);
                thread.start();
                clients.add(thread);
            }
            for (int kill = 0; kill < KILLS; kill++) {
                int enough = answered.get() + 400;
                ForwardingIT.await(() -> answered.get() > enough || !faults.isEmpty());
                killed.close();
                int without = answered.get() + 200;
                ForwardingIT.await(() -> answered.get() > without || !faults.isEmpty());
                killed = app(killed.port());
            }
            isOver.set(true);
            for (Thread thread : clients) {
                thread.join(20_000);
            }
        } finally {
            stays.close();
            killed.close();
        }
        assertThat(faults).isEmpty();
        assertThat(seen)
                .allSatisfy((path, times) ->
                        assertThat(times.get()).as(path).isLessThanOrEqualTo(path.startsWith("/safe/") ? 2 : 1));
        assertThat(lost.get())
                .as("lost is only what was under way at a crash, of %s", answered)
                .isLessThanOrEqualTo(KILLS * CLIENTS + mute.get());
    }
}
