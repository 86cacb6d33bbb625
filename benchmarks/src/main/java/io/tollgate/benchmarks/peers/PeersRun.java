package io.tollgate.benchmarks.peers;

import io.tollgate.benchmarks.BenchmarkException;
import io.tollgate.benchmarks.load.Answered;
import io.tollgate.benchmarks.load.OpenLoop;
import io.tollgate.benchmarks.measure.Latencies;
import io.tollgate.benchmarks.measure.Memory;
import io.tollgate.benchmarks.measure.Spent;
import io.tollgate.benchmarks.measure.WarmUp;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The side-by-side run itself: warms up, then measures everybody in turn, round by round. Confined to one thread. */
final class PeersRun {
    private static final Duration GRACE = Duration.ofSeconds(3);

    /** Slow ones must stand it: a server that is short of workers closes idle connections first. */
    private static final double WOKEN_RATE = 200;

    private static final int WOKEN = 300;

    private final Stage stage;
    private final Course course;
    private final List<Contender> contenders;
    private final Loads loads;
    private final PrintWriter progress;
    private final long start;
    private final Map<Contender, Map<Work, Figures>> figures = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    /**
     * Measures these.
     *
     * @param start when the command began, as {@link System#nanoTime()} has it
     */
    PeersRun(Stage stage, Course course, List<Contender> contenders, Loads loads, PrintWriter progress, long start) {
        this.start = start;
        this.stage = stage;
        this.course = course;
        this.contenders = contenders;
        this.loads = loads;
        this.progress = progress;
        for (Contender contender : contenders) {
            Map<Work, Figures> ofOne = new EnumMap<>(Work.class);
            course.works().forEach(work -> ofOne.put(work, new Figures()));
            figures.put(contender, ofOne);
        }
    }

    /** All of it. */
    Map<Contender, Map<Work, Figures>> measure() {
        contenders.forEach(loads::probe);
        warmUp();
        if (course.works().contains(Work.IDLE)) {
            contenders.forEach(this::idle);
        }
        rounds();
        contenders.forEach(loads::probe);
        return figures;
    }

    /** What a reader has to know. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    private void warmUp() {
        for (Contender contender : contenders) {
            if (!contender.isJvm()) {
                loads.mixed(contender, Duration.ofSeconds(2));
                continue;
            }
            // Compilers may use the other processors meanwhile: they are done sooner, and what they make is the same.
            stage.cores().widen(contender.pid());
            new WarmUp(
                            WarmUp.SHARE,
                            Duration.ofSeconds(4),
                            course.warmUp().multipliedBy(2).dividedBy(3))
                    .of(contender.pid(), time -> loads.mixed(contender, time));
            stage.cores().narrow(contender.pid());
            Spent last = new WarmUp(
                            WarmUp.SHARE, Duration.ofSeconds(4), course.warmUp().dividedBy(3))
                    .of(contender.pid(), time -> loads.mixed(contender, time));
            String share = String.format(Locale.ROOT, "%.1f %%", 100 * last.compilerShare());
            tell("warm: " + contender.name() + ", compilers took " + share + " of its CPU time at last");
            if (last.compilerShare() >= WarmUp.SHARE) {
                notes.add(contender.name() + " was still compiling: " + share + " of its CPU time after "
                        + course.warmUp().toSeconds() + " s of warm-up");
            }
        }
    }

    private void idle(Contender contender) {
        Memory before = memory(contender);
        try (OpenLoop.Held held = loads.hold(contender, course.idle())) {
            Memory after = memory(contender);
            double bytes = (double) (after.total() - before.total()) / course.idle();
            OpenLoop.Result woken = held.run(WOKEN_RATE, Math.min(course.idle(), WOKEN), GRACE);
            Figures idle = figuresOf(contender, Work.IDLE);
            // More is better everywhere else: connections for each byte.
            idle.add(bytes > 0 ? 1 / bytes : Double.NaN, course.idle() / held.openedInSeconds());
            idle.add(woken.latencies());
            tell(String.format(
                    Locale.ROOT,
                    "idle: %s, %,.0f bytes for each of %,d connections (heap %,d, else %,d)",
                    contender.name(),
                    bytes,
                    course.idle(),
                    (after.liveHeap() - before.liveHeap()) / course.idle(),
                    (after.outside() - before.outside()) / course.idle()));
        }
    }

    private static Memory memory(Contender contender) {
        return contender.isJvm() ? Memory.ofJvm(contender.pid()) : Memory.ofNative(contender.pid());
    }

    private void rounds() {
        List<Contender> order = new ArrayList<>(contenders);
        int done = 0;
        Duration last = Duration.ZERO;
        while (done < course.rounds() && (done == 0 || elapsed().plus(last).compareTo(course.limit()) < 0)) {
            Duration begun = elapsed();
            for (Work work : course.works()) {
                if (work != Work.IDLE) {
                    for (Contender contender : order) {
                        throughput(contender, work);
                    }
                }
            }
            last = elapsed().minus(begun);
            if (done < course.openLoops()) {
                latencies(order);
            }
            // Nobody is always measured after the same one.
            Collections.reverse(order);
            done++;
            tell("round " + done + " of " + course.rounds() + " done after "
                    + elapsed().toSeconds() + " s");
        }
        if (done < course.rounds()) {
            notes.add("only " + done + " of " + course.rounds() + " rounds within the time");
        }
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private void throughput(Contender contender, Work work) {
        contender.process().orFail();
        Spent.Meter meter = Spent.of(contender.pid());
        Answered answered = loads.throughput(contender, work, Duration.ofSeconds(course.seconds()));
        Spent spent = meter.untilNow();
        if (spent.cpuNanos() == 0) {
            throw new BenchmarkException(contender.name() + " took no CPU time: it is not what was measured");
        }
        double pieces = (double) answered.bodyBytes() / work.bytes();
        figuresOf(contender, work).add(pieces / spent.cpuSeconds(), pieces / answered.seconds());
    }

    private void latencies(List<Contender> order) {
        for (Work work : course.works()) {
            if (work != Work.IDLE) {
                for (Contender contender : order) {
                    Latencies latencies =
                            loads.latency(contender, work, course.openLoop()).latencies();
                    figuresOf(contender, work).add(latencies);
                }
            }
        }
    }

    private Figures figuresOf(Contender contender, Work work) {
        Figures found = figures.getOrDefault(contender, Map.of()).get(work);
        if (found == null) {
            throw new IllegalStateException(contender.name() + " is not measured in " + work);
        }
        return found;
    }

    private void tell(String line) {
        progress.println(line);
        progress.flush();
    }
}
