package io.tollgate.filters.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A journal in memory that can refuse, throw, or take its time. */
public final class FakeSessionJournal implements SessionJournal {
    public final Map<String, SessionRow> rows = new LinkedHashMap<>();
    public final List<String> calls = new ArrayList<>();
    private final List<Runnable> held = new ArrayList<>();
    public boolean isDown;
    public boolean isThrowing;
    public boolean isHolding;

    @Override
    public List<SessionRow> load() {
        return List.copyOf(rows.values());
    }

    @Override
    public CompletionStage<Void> opened(SessionRow session) {
        return write("opened", () -> rows.put(session.id(), session));
    }

    @Override
    public CompletionStage<Void> replaced(String id, byte[] tokenHash) {
        return write("replaced", () -> change(id, tokenHash, Session.State.LIVE, 0, 0));
    }

    @Override
    public CompletionStage<Void> locked(String id, long idleNanos) {
        return write("locked", () -> change(id, null, Session.State.LOCKED, idleNanos, 0));
    }

    @Override
    public CompletionStage<Void> chosen(String id, String tenant) {
        return write(
                "chosen",
                () -> rows.computeIfPresent(
                        id,
                        (key, row) -> new SessionRow(
                                id,
                                row.tokenHash(),
                                row.userId(),
                                row.host(),
                                row.openedAt(),
                                row.state(),
                                row.idleNanos(),
                                row.lockedNanos(),
                                row.device(),
                                tenant)));
    }

    @Override
    public CompletionStage<Void> ended(String id) {
        return write("ended", () -> rows.remove(id));
    }

    @Override
    public CompletionStage<Void> touched(Map<String, Elapsed> sessions) {
        return write("touched", () -> {
            sessions.forEach((id, elapsed) -> change(id, null, null, elapsed.idleNanos(), elapsed.lockedNanos()));
        });
    }

    private SessionRow change(String id, byte[] tokenHash, Session.State state, long idle, long locked) {
        return rows.computeIfPresent(
                id,
                (key, row) -> new SessionRow(
                        id,
                        tokenHash == null ? row.tokenHash() : tokenHash,
                        row.userId(),
                        row.host(),
                        row.openedAt(),
                        state == null ? row.state() : state,
                        idle,
                        locked,
                        row.device(),
                        row.tenant()));
    }

    private CompletionStage<Void> write(String call, Runnable change) {
        calls.add(call);
        if (isThrowing) {
            throw new IllegalStateException("the disk is gone");
        }
        if (isDown) {
            return CompletableFuture.failedStage(new IllegalStateException("the disk is full"));
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        Runnable commit = () -> {
            change.run();
            done.complete(null);
        };
        if (isHolding) {
            held.add(commit);
        } else {
            commit.run();
        }
        return done;
    }

    /** Commits what was held, in order. */
    public void release() {
        isHolding = false;
        List<Runnable> commits = List.copyOf(held);
        held.clear();
        commits.forEach(Runnable::run);
    }
}
