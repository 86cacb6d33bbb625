package io.tollgate.filters.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Where a trail ended when it was last written, by its files and by the store. Immutable.
 *
 * @param chain the chain that goes on
 * @param sequence the last line's number; 0 where there is none
 * @param mac what the next line names as the one before
 * @param damage what is wrong with the files, for people; null where nothing is
 */
record TrailEnd(
        String chain, long sequence, String mac, @Nullable String damage) {
    /** Finds it. The store's head counts where the files end before it. */
    static TrailEnd find(Path directory, AuditKeys keys, List<AuditHead> heads) throws IOException {
        TrailLine last = lastLine(directory);
        AuditHead head = headOf(last, heads);
        if (last == null) {
            return head == null
                    ? new TrailEnd(UUID.randomUUID().toString(), 0, LineSeal.GENESIS, null)
                    : new TrailEnd(head.chain(), head.sequence(), head.hmac(), missing(0, head.sequence()));
        }
        if (head != null && head.sequence() > last.sequence()) {
            return new TrailEnd(head.chain(), head.sequence(), head.hmac(), missing(last.sequence(), head.sequence()));
        }
        SecretKey key = keys.key(last.key());
        boolean isAuthentic = key != null
                && last.seal().isAuthentic(key)
                && (head == null
                        || head.sequence() < last.sequence()
                        || head.hmac().equals(last.seal().mac()));
        String damage = isAuthentic ? null : "line " + last.sequence() + " of the audit trail is not as it was written";
        return new TrailEnd(last.chain(), last.sequence(), last.seal().mac(), damage);
    }

    private static @Nullable AuditHead headOf(@Nullable TrailLine last, List<AuditHead> heads) {
        return heads.stream()
                .filter(head -> last == null || head.chain().equals(last.chain()))
                .max(Comparator.comparingLong(AuditHead::sequence))
                .orElse(null);
    }

    private static String missing(long present, long known) {
        return "lines " + (present + 1) + " to " + known + " of the audit trail are missing";
    }

    private static @Nullable TrailLine lastLine(Path directory) throws IOException {
        List<byte[]> lines = TrailReader.last(directory, 1);
        return lines.isEmpty() ? null : TrailLine.parse(lines.get(0));
    }
}
