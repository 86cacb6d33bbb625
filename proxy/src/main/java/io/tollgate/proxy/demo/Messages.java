package io.tollgate.proxy.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The office's message line, read by long polls: each is answered when something happened, or with nothing after a while.
 * Bounded in messages and in polls that wait. Safe for use by any thread.
 */
final class Messages {

    static final int LONGEST_WAIT_SECONDS = 25;
    static final int MOST_WAITING = 64;
    private static final int MOST_MESSAGES = 100;

    private final List<String> latest = new ArrayList<>();
    private final Map<Integer, CompletableFuture<String>> waiting = new HashMap<>();
    private int lastTicket;
    private int count;

    /** Something happened: every poll that waits is answered. */
    void post(String message) {
        List<CompletableFuture<String>> told;
        synchronized (this) {
            latest.add(message);
            count++;
            if (latest.size() > MOST_MESSAGES) {
                latest.remove(0);
            }
            told = List.copyOf(waiting.values());
            waiting.clear();
        }
        told.forEach(poll -> poll.complete(""));
    }

    /** GET /poll/messages?since=N[&wait=SECONDS]: the number of messages so far, then those after the N-th, a line each. */
    LegacyReply poll(LegacyRequest request) throws IOException {
        Parameters parameters = request.parameters();
        int wait = parameters.number("wait");
        return after(Math.max(0, parameters.number("since")), wait < 0 ? LONGEST_WAIT_SECONDS : wait);
    }

    /** What came after the {@code since}-th message; where nothing did, an answer that waits for at most these seconds. */
    LegacyReply after(int since, int seconds) {
        CompletableFuture<String> poll = new CompletableFuture<>();
        int ticket;
        synchronized (this) {
            if (count > since || seconds == 0 || waiting.size() >= MOST_WAITING) {
                return reply(since);
            }
            ticket = ++lastTicket;
            waiting.put(ticket, poll);
        }
        poll.completeOnTimeout("", Math.min(seconds, LONGEST_WAIT_SECONDS), TimeUnit.SECONDS);
        return new LegacyReply.Later(poll.thenApply(woken -> {
            synchronized (this) {
                waiting.remove(ticket);
                return reply(since);
            }
        }));
    }

    private synchronized LegacyReply.Whole reply(int since) {
        StringBuilder lines = new StringBuilder().append(count).append('\n');
        int missed = Math.min(latest.size(), Math.max(0, count - since));
        for (String message : latest.subList(latest.size() - missed, latest.size())) {
            lines.append(message).append('\n');
        }
        return LegacyReply.text(200, LegacyReply.PLAIN, lines.toString(), Map.of("Cache-Control", "no-cache"));
    }
}
