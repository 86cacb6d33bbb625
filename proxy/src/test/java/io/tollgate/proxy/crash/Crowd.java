package io.tollgate.proxy.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.GatewayProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/** Everybody at once, each in a thread, until the gateway is killed. */
record Crowd(List<Person> people, GatewayProcess gateway, SSLContext trust) {
    /** Kills it so many acts later, and so many milliseconds; returns when all of them have noticed. */
    void actUntilKilled(int acts, int millis) throws Exception {
        Semaphore acted = new Semaphore(0);
        ExecutorService threads = Executors.newFixedThreadPool(people.size());
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (Person person : people) {
                ends.add(threads.submit(() -> act(person, acted)));
            }
            boolean isBusy = acted.tryAcquire(acts, 2, TimeUnit.MINUTES);
            if (!isOver(ends.get(0), millis)) {
                gateway.kill();
            }
            for (Future<?> end : ends) {
                end.get(60, TimeUnit.SECONDS);
            }
            assertThat(isBusy).as("there was anything to interrupt").isTrue();
        } finally {
            threads.shutdownNow();
        }
    }

    /** Whether somebody has given up before the gateway was killed: that is told where the others are waited for. */
    private static boolean isOver(Future<?> act, int millis) throws InterruptedException {
        try {
            act.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private void act(Person person, Semaphore acted) {
        Desk desk = new Desk(trust, gateway.port(), null);
        try {
            while (!Thread.currentThread().isInterrupted()) {
                person.act(desk);
                acted.release();
            }
        } catch (IOException e) {
            // It is dead: that is what all of them wait for.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
