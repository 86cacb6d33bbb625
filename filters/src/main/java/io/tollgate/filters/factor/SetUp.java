package io.tollgate.filters.factor;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something by which a user proves a second factor, as lists show it: never a secret. Immutable.
 *
 * @param id what it goes by where several are of a kind
 * @param name what people call it
 * @param since when it was set up; null where that is not known
 * @param usedAt when it last let its user in; null where it never has, or that is not known
 * @param note what else is to be known of it; empty where nothing is
 */
public record SetUp(
        FactorMethod method,
        String id,
        String name,
        @Nullable Instant since,
        @Nullable Instant usedAt,
        String note) {

    /** Whether it is the same thing, whatever became of it meanwhile. */
    public boolean isSame(SetUp other) {
        return method == other.method && id.equals(other.id);
    }

    /** As an event or a line names it: {@code totp}, or {@code passkey 3f9c}. */
    public String words() {
        return method == FactorMethod.PASSKEY ? method.word() + " " + id : method.word();
    }
}
