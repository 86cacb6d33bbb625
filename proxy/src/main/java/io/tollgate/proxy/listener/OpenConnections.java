package io.tollgate.proxy.listener;

import io.netty.channel.Channel;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The connections of a listener, kept to end them in an orderly way. Safe for use by any thread. */
final class OpenConnections {

    private final Set<Channel> open = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable CompletableFuture<Integer>> draining = new AtomicReference<>();

    void add(Channel channel) {
        open.add(channel);
        channel.closeFuture().addListener(closed -> {
            open.remove(channel);
            doneIfEmpty();
        });
        if (draining.get() != null) {
            channel.close(); // Accepted in the moment in which the listener closed.
        }
    }

    private void doneIfEmpty() {
        CompletableFuture<Integer> waiting = draining.get();
        if (waiting != null && open.isEmpty()) {
            waiting.complete(0);
        }
    }

    CompletionStage<Integer> drain(Duration deadline, EventExecutor timer) {
        CompletableFuture<Integer> done = new CompletableFuture<>();
        CompletableFuture<Integer> before = draining.compareAndExchange(null, done);
        if (before != null) {
            return before;
        }
        for (Channel channel : open) {
            channel.eventLoop().execute(() -> channel.pipeline().fireUserEventTriggered(Drain.EVENT));
        }
        doneIfEmpty();
        timer.schedule(() -> cut(done), deadline.toMillis(), TimeUnit.MILLISECONDS);
        return done;
    }

    private void cut(CompletableFuture<Integer> done) {
        int late = open.size();
        if (done.complete(late)) {
            open.forEach(Channel::close);
        }
    }
}
