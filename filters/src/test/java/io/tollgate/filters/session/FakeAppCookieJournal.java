package io.tollgate.filters.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A journal of owners in memory that can refuse. */
final class FakeAppCookieJournal implements AppCookieJournal {
    final Map<String, AppCookieRow> rows = new LinkedHashMap<>();
    final List<String> calls = new ArrayList<>();
    boolean isDown;

    @Override
    public List<AppCookieRow> load() {
        return List.copyOf(rows.values());
    }

    @Override
    public CompletionStage<Void> bound(List<AppCookieRow> cookies) {
        calls.add("bound " + cookies.size());
        if (isDown) {
            return CompletableFuture.failedStage(new IllegalStateException("the disk is full"));
        }
        cookies.forEach(row -> rows.putIfAbsent(TokenHash.of(row.valueHash()).hashCode() + row.app(), row));
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> trimmed(Instant before, int most) {
        calls.add("trimmed");
        rows.values().removeIf(row -> row.seenAt().isBefore(before));
        return CompletableFuture.completedStage(null);
    }
}
