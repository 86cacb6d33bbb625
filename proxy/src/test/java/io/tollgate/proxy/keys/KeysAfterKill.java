package io.tollgate.proxy.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.filters.seal.Sealer;
import io.tollgate.filters.seal.Sealing;
import io.tollgate.filters.seal.SealingKey;
import io.tollgate.filters.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Stream;

/** What a rotation that was killed has left behind. Immutable. */
record KeysAfterKill(Path key, Path data, Planted planted, int count) {
    /** Which of its moments a kill hit. */
    enum Moment {
        BEFORE_A_KEY_WAS_MADE,
        BEFORE_ANYTHING_WAS_SEALED_ANEW,
        BEFORE_THE_KEY_WAS_IN_ITS_PLACE,
        AFTER_ALL
    }

    /** Every value opens with one of the keys there are and with no other, and the store says with which. */
    Moment oneKeyOpensAll(SealingKey before) throws SQLException, IOException {
        SealingKey named = read(key);
        Path beside = key.resolveSibling(key.getFileName() + ".new");
        SealingKey next = Files.exists(beside) ? read(beside) : null;
        SealingKey after = next != null ? next : named;
        boolean isNew = !after.id().equals(before.id()) && planted.opened(after) > 0;
        SealingKey opens = isNew ? after : before;

        assertThat(planted.opened(opens)).as("values that open with %s", opens).isEqualTo(count);
        if (!after.id().equals(before.id())) {
            assertThat(planted.opened(isNew ? before : after)).isZero();
        }
        assertThat(planted.sealed().values().stream().map(Sealer::keyOf)).allMatch(opens.id()::equals);
        Sealing sealing = Store.readSealing(data);
        assertThat(sealing).isNotNull();
        assertThat(sealing.keyId()).isEqualTo(opens.id());
        if (!isNew) {
            assertThat(named.id()).isEqualTo(before.id());
            return next == null ? Moment.BEFORE_A_KEY_WAS_MADE : Moment.BEFORE_ANYTHING_WAS_SEALED_ANEW;
        }
        return next == null ? Moment.AFTER_ALL : Moment.BEFORE_THE_KEY_WAS_IN_ITS_PLACE;
    }

    /** After a run that was not killed: one key, in its place, and nothing that was sealed by another. */
    SealingKey isFinished(SealingKey before) throws SQLException, IOException {
        SealingKey now = read(key);
        assertThat(now.id()).isNotEqualTo(before.id());
        assertThat(planted.opened(now)).isEqualTo(count);
        assertThat(planted.opened(before)).isZero();
        assertThat(Planted.filesWith(data, before)).isEmpty();
        try (Stream<Path> files = Files.list(key.toAbsolutePath().getParent())) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.contains(".key")))
                    .containsExactly(key.getFileName().toString());
        }
        return now;
    }

    static SealingKey read(Path file) throws IOException {
        return SealingKey.parse(Files.readString(file), file.toString());
    }
}
