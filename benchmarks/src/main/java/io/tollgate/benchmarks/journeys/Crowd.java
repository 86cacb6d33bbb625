package io.tollgate.benchmarks.journeys;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * People to whom steps come at a fixed rate, whatever became of those before: a step that nobody can take at once because all who
 * are there still wait for an answer is taken late, and its time counts from when it was due. Confined to one event loop.
 */
final class Crowd {
    private static final double NANOS = 1e9;
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LAST_ANSWERS_NANOS = TimeUnit.SECONDS.toNanos(35);

    private final List<Person> people;
    private final Pace pace;
    private final EventLoop loop;
    private final LongSupplier clock;
    private final Deque<Person> free = new ArrayDeque<>();
    private final PriorityQueue<Pausing> pausing = new PriorityQueue<>(Comparator.comparingLong(Pausing::untilNanos));
    private final Deque<Long> late = new ArrayDeque<>();
    private final Set<Account> provingThemselves = new HashSet<>();
    private final CompletableFuture<StepFigures> over = new CompletableFuture<>();
    private StepFigures figures = new StepFigures();
    private boolean isWarm;
    private long start;
    private long given;
    private int busy;
    private int stuck;

    private record Pausing(Person person, long untilNanos) {}

    /**
     * How steps come.
     *
     * @param rate steps a second
     * @param arrivalNanos over how long people arrive, one after the other
     * @param warmUpNanos what is not counted, from the beginning
     * @param totalNanos for how long steps come, the warm-up among it
     */
    record Pace(double rate, long arrivalNanos, long warmUpNanos, long totalNanos) {}

    Crowd(List<Person> people, Pace pace, EventLoop loop, LongSupplier clock) {
        this.people = new ArrayList<>(people);
        this.pace = pace;
        this.loop = loop;
        this.clock = clock;
    }

    /** Begins; done with what was counted when the last step has ended. */
    CompletableFuture<StepFigures> start() {
        start = clock.getAsLong();
        for (int i = 0; i < people.size(); i++) {
            pausing.add(new Pausing(people.get(i), start + pace.arrivalNanos() * i / people.size()));
        }
        loop.execute(this::tick);
        return over;
    }

    private void tick() {
        long now = clock.getAsLong();
        if (!isWarm && now - start >= pace.warmUpNanos()) {
            isWarm = true;
            figures = new StepFigures();
        }
        while (!pausing.isEmpty() && pausing.element().untilNanos() - now <= 0) {
            free.addLast(pausing.remove().person());
        }
        boolean isDone = now - start >= pace.totalNanos();
        if (!isDone) {
            comeDue(now);
        }
        give();
        if (isDone && ((busy == 0 && late.isEmpty()) || now - start >= pace.totalNanos() + LAST_ANSWERS_NANOS)) {
            over.complete(figures);
            return;
        }
        loop.schedule(this::tick, TICK_NANOS, TimeUnit.NANOSECONDS);
    }

    private void comeDue(long now) {
        while (true) {
            long due = start + (long) (given * NANOS / pace.rate());
            if (due - now > 0) {
                return;
            }
            given++;
            if (busy == 0 && free.isEmpty()) {
                figures.skip(); // Nobody is there: that is nobody's wait.
            } else {
                late.addLast(due);
            }
        }
    }

    private void give() {
        int looked = free.size();
        while (!late.isEmpty() && looked > 0) {
            looked--;
            Person person = free.removeFirst();
            Step step = person.journey().next();
            if (step.sendsPassword() && !provingThemselves.add(person.account())) {
                // Somebody else with the same account types its password right now: after them.
                pausing.add(new Pausing(person, clock.getAsLong() + TICK_NANOS));
                continue;
            }
            take(person, step, late.removeFirst());
        }
        if (busy == 0 && free.isEmpty()) {
            while (!late.isEmpty()) {
                late.removeFirst();
                figures.skip();
            }
        }
    }

    private void take(Person person, Step step, long dueNanos) {
        busy++;
        person.take(step).whenComplete((seen, failure) -> {
            long now = clock.getAsLong();
            busy--;
            if (step.sendsPassword()) {
                provingThemselves.remove(person.account());
            }
            Seen ended = failure == null ? seen : Seen.NOTHING;
            figures.add(step, ended, now - dueNanos, person.requestsSinceAsked());
            long pause = person.journey().concluded(step, ended);
            if (person.journey().state() == Journey.State.STUCK) {
                stuck++;
            } else if (pause > 0) {
                pausing.add(new Pausing(person, now + pause));
            } else {
                free.addLast(person);
                if (!late.isEmpty()) {
                    loop.execute(this::give);
                }
            }
        });
    }

    /** What is going on, for a line on the screen. To be asked on the event loop. */
    Glance glance() {
        int in = 0;
        for (Person person : people) {
            in += person.journey().state() == Journey.State.IN ? 1 : 0;
        }
        double seconds = (clock.getAsLong() - start) / NANOS;
        return new Glance(
                seconds,
                figures.steps(),
                in,
                people.size(),
                late.size(),
                stuck,
                figures.count(Journey.Outcome.FAILED),
                figures.recent().p99());
    }

    /**
     * A moment of it.
     *
     * @param in how many have a session
     * @param late steps that are due and wait for somebody
     * @param stuck people who can't go on
     * @param p99 milliseconds, of the steps since the last glance
     */
    record Glance(double seconds, long steps, int in, int people, int late, int stuck, long failed, double p99) {}
}
