package io.tollgate.benchmarks.journeys;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * What one person does next, by what they have seen: a state machine without any input or output. For one thread at a time.
 *
 * <p>Nobody types two wrong passwords in a row, so that a slip never grows into a lockout.
 */
public final class Journey {
    /** Where a person is. */
    public enum State {
        /** Without a session. */
        OUT,
        /** With one. */
        IN,
        /** Gone for a while; whether the session is locked by then is the gateway's business. */
        AWAY,
        /** Before the page of a locked session. */
        LOCKED,
        /** Can't go on: the account wants another password, or takes none. */
        STUCK
    }

    private static final long BUSY_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long FAULT_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Longer than a first lockout, which is 30 s by default. */
    private static final long NOT_TAKEN_NANOS = TimeUnit.SECONDS.toNanos(35);

    private static final int MOST_REFUSALS = 3;

    private final Habits habits;
    private final RandomGenerator random;
    private State state = State.OUT;
    private boolean hasSlipped;
    private int refusals;

    /** Someone who has no session yet. */
    public Journey(Habits habits, RandomGenerator random) {
        this.habits = habits;
        this.random = random;
    }

    /** Where they are now. */
    public State state() {
        return state;
    }

    /** What they do next; decided anew at each call, so to be asked once a step. */
    public Step next() {
        return switch (state) {
            case OUT -> slips() ? Step.WRONG_LOGIN : Step.LOGIN;
            case LOCKED -> slips() ? Step.WRONG_UNLOCK : Step.UNLOCK;
            case AWAY -> Step.COME_BACK;
            case IN -> whileIn();
            case STUCK -> throw new IllegalStateException("this person can't go on");
        };
    }

    private boolean slips() {
        boolean slips = !hasSlipped && random.nextDouble() < habits.slip();
        hasSlipped = slips;
        return slips;
    }

    private Step whileIn() {
        double drawn = random.nextDouble();
        if (drawn < habits.logout()) {
            return Step.LOGOUT;
        }
        return habits.uploadPage() != null && drawn < habits.logout() + habits.upload() ? Step.UPLOAD : Step.BROWSE;
    }

    /** A page to browse. */
    public String page() {
        return habits.pages().get(random.nextInt(habits.pages().size()));
    }

    /**
     * Takes in how a step ended.
     *
     * @return for how long they do nothing now, in nanoseconds
     */
    public long concluded(Step step, Seen seen) {
        switch (seen) {
            case PAGE -> state = State.IN;
            case LOGIN_PAGE -> state = State.OUT;
            case LOCK_PAGE -> state = State.LOCKED;
            case MUST_CHANGE -> state = State.STUCK;
            case NOT_TAKEN -> {
                return notTaken(step);
            }
            case BUSY -> {
                hasSlipped = true; // what was slipped was not looked at; the next try is a good one
                return BUSY_NANOS;
            }
            case FAULT, NOTHING -> {
                return FAULT_NANOS;
            }
            case REFUSED -> state = state == State.AWAY ? State.IN : state;
        }
        refusals = seen == Seen.PAGE ? 0 : refusals;
        return mayLeave(step, seen) ? leaves() : 0;
    }

    /** After a slip they try again at once. A good password that is not taken is tried again after a lockout, then no more. */
    private long notTaken(Step step) {
        if (step == Step.WRONG_LOGIN || step == Step.WRONG_UNLOCK) {
            return 0;
        }
        if (++refusals >= MOST_REFUSALS) {
            state = State.STUCK;
        }
        return NOT_TAKEN_NANOS;
    }

    private boolean mayLeave(Step step, Seen seen) {
        return seen == Seen.PAGE && step == Step.BROWSE && random.nextDouble() < habits.leave();
    }

    private long leaves() {
        state = State.AWAY;
        return (long) (habits.away().toNanos() * (0.5 + random.nextDouble()));
    }

    /** How a step is to be counted by how it ended. */
    public static Outcome outcome(Step step, Seen seen) {
        return switch (seen) {
            case PAGE ->
                step == Step.WRONG_LOGIN || step == Step.WRONG_UNLOCK || step == Step.LOGOUT
                        ? Outcome.FAILED
                        : Outcome.DONE;
            case NOT_TAKEN -> step == Step.WRONG_LOGIN || step == Step.WRONG_UNLOCK ? Outcome.DONE : Outcome.REFUSED;
            case LOGIN_PAGE -> step == Step.LOGOUT || step == Step.COME_BACK ? Outcome.DONE : Outcome.FAILED;
            case LOCK_PAGE -> step == Step.LOGIN || step == Step.UNLOCK ? Outcome.FAILED : Outcome.DONE;
            case REFUSED -> Outcome.REFUSED;
            case BUSY -> Outcome.BUSY;
            case MUST_CHANGE, FAULT, NOTHING -> Outcome.FAILED;
        };
    }

    /** How a step is counted. */
    public enum Outcome {
        /** As it should. */
        DONE,
        /** Not allowed, and told so. */
        REFUSED,
        /** Told to come again later. */
        BUSY,
        /** As it should not. */
        FAILED
    }
}
