package io.tollgate.benchmarks.journeys;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.tollgate.benchmarks.BenchmarkException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One run of a plan, with a line on the screen that tells how it goes. Confined to one thread. */
final class Run implements AutoCloseable {
    private static final int SECONDS_BETWEEN_LINES = 5;

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final LoadPlan plan;
    private final PrintWriter screen;
    private final boolean isTerminal;

    /**
     * @param screen where lines go
     * @param isTerminal whether a line can be written over
     */
    Run(LoadPlan plan, PrintWriter screen, boolean isTerminal) {
        this.plan = plan;
        this.screen = screen;
        this.isTerminal = isTerminal;
    }

    /** Does it. */
    StepFigures go() throws InterruptedException {
        EventLoop loop = group.next();
        Crowd crowd = new Crowd(people(loop), plan.pace(), loop, System::nanoTime);
        CompletableFuture<StepFigures> over = new CompletableFuture<>();
        loop.execute(() -> crowd.start().whenComplete((figures, failure) -> {
            if (failure != null) {
                over.completeExceptionally(failure);
            } else {
                over.complete(figures);
            }
        }));
        try {
            for (int second = 1; ; second++) {
                try {
                    StepFigures figures = over.get(1, TimeUnit.SECONDS);
                    screen.print(isTerminal ? "\n" : "");
                    screen.flush();
                    return figures;
                } catch (TimeoutException e) {
                    tell(loop.submit(crowd::glance).get(), second);
                }
            }
        } catch (ExecutionException e) {
            throw new BenchmarkException("the load could not be made: " + e.getCause(), e);
        }
    }

    private List<Person> people(EventLoop loop) {
        Bootstrap bootstrap = new Bootstrap().channel(NioSocketChannel.class);
        @Nullable SslContext tls = plan.target().isTls() ? Trust.of(plan.authority()) : null;
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < plan.people(); i++) {
            Wire wire = new Wire(bootstrap, loop, plan.target(), tls);
            people.add(new Person(
                    plan.accounts().get(i % plan.accounts().size()),
                    plan.habits(),
                    new Browser(plan.target(), wire),
                    new Random(plan.seed() * 31 + i),
                    plan.target().path()));
        }
        return people;
    }

    private void tell(Crowd.Glance now, int second) {
        if (!isTerminal && second % SECONDS_BETWEEN_LINES != 0) {
            return;
        }
        String line = String.format(
                Locale.ROOT,
                "%4.0f s  %,8d steps  %5d of %d in  p99 %8.1f ms  waiting %d  failed %d%s",
                now.seconds(),
                now.steps(),
                now.in(),
                now.people(),
                now.p99(),
                now.late(),
                now.failed(),
                now.stuck() == 0 ? "" : "  can't go on " + now.stuck());
        screen.print(isTerminal ? "\r" + line + " " : line + "\n");
        screen.flush();
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
