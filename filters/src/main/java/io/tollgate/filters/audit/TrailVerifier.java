package io.tollgate.filters.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Proves that a trail is as it was written, or names what is not: a changed, removed, reordered or missing line. Reads it
 * twice: once to learn which lines exist, once to judge each. Confined to one thread.
 */
public final class TrailVerifier {
    private static final int MOST = 1_000;

    private final Path directory;
    private final AuditKeys keys;
    private final List<AuditHead> heads;
    private final List<Finding> findings = new ArrayList<>();
    private final BitSet present = new BitSet();
    private @Nullable TrailLine last;
    private long lines;
    private boolean hasUnfinishedEnd;

    /** A verifier of the trail in a folder, against the heads that the store knows. */
    public TrailVerifier(Path directory, AuditKeys keys, List<AuditHead> heads) {
        this.directory = directory;
        this.keys = keys;
        this.heads = List.copyOf(heads);
    }

    /** Something that is not as it was written; {@code file} is null where no file can be named. */
    public record Finding(@Nullable Path file, long line, String what) {
        @Override
        public String toString() {
            return file == null ? what : file.getFileName() + ":" + line + ": " + what;
        }
    }

    /**
     * What was found.
     *
     * @param lines whole lines read
     * @param findings what is wrong, at most a thousand; none means that the chain holds from its first line to its head
     * @param hasUnfinishedEnd whether the last line has no end: a write under way, or a crash before anybody was told
     */
    public record Report(long lines, List<Finding> findings, boolean hasUnfinishedEnd) {
        public Report {
            findings = List.copyOf(findings);
        }

        /** Whether the chain holds. */
        public boolean isIntact() {
            return findings.isEmpty();
        }
    }

    /** Reads the trail and judges it. To be asked once. */
    public Report verify() throws IOException {
        TrailReader.read(directory, (file, number, bytes, isWhole) -> {
            TrailLine line = isWhole ? TrailLine.parse(bytes) : null;
            if (line != null && line.sequence() > 0 && line.sequence() < Integer.MAX_VALUE) {
                present.set((int) line.sequence());
            }
        });
        TrailReader.read(directory, this::judge);
        judgeEnd();
        return new Report(lines, findings, hasUnfinishedEnd);
    }

    private void judge(Path file, long number, byte[] bytes, boolean isWhole) {
        if (!isWhole) {
            hasUnfinishedEnd = true;
            return;
        }
        lines++;
        TrailLine line = TrailLine.parse(bytes);
        if (line == null) {
            found(file, number, "not a line of the trail: changed, or written by something else");
            return;
        }
        String name = "line " + line.sequence();
        SecretKey key = keys.key(line.key());
        if (key == null) {
            found(file, number, name + " names the key " + line.key() + ", which is not known here");
        } else if (!line.seal().isAuthentic(key)) {
            found(file, number, name + " was changed after it was written");
        }
        judgeOrder(file, number, line, name);
        if (last == null || line.sequence() > last.sequence()) {
            last = line;
        }
    }

    private void judgeOrder(Path file, long number, TrailLine line, String name) {
        TrailLine before = last;
        if (before != null && !before.chain().equals(line.chain())) {
            found(file, number, name + " belongs to another chain, " + line.chain());
            return;
        }
        long expected = before == null ? 1 : before.sequence() + 1;
        if (line.sequence() < expected) {
            found(file, number, name + (line.sequence() == expected - 1 ? " stands twice" : " is out of order"));
        } else if (line.sequence() > expected) {
            judgeGap(file, number, expected, line.sequence() - 1);
        } else {
            String previousMac =
                    before == null ? LineSeal.GENESIS : before.seal().mac();
            if (!line.previousMac().equals(previousMac)) {
                found(file, number, name + " does not follow the line before it: that one was replaced");
            }
        }
    }

    private void judgeGap(Path file, long number, long from, long to) {
        for (long missing = from; missing <= to && findings.size() < MOST; missing++) {
            boolean isElsewhere = missing < Integer.MAX_VALUE && present.get((int) missing);
            if (isElsewhere) {
                found(file, number, "line " + missing + " should stand here and stands elsewhere: reordered");
            } else {
                long end = missing;
                while (end < to && !(end + 1 < Integer.MAX_VALUE && present.get((int) (end + 1)))) {
                    end++;
                }
                found(file, number, missingLines(missing, end) + " before this one");
                missing = end;
            }
        }
    }

    private void judgeEnd() {
        TrailLine end = last;
        for (AuditHead head : heads) {
            boolean isThisChain = end == null || end.chain().equals(head.chain());
            long have = end == null ? 0 : end.sequence();
            if (!isThisChain) {
                found(null, 0, "the store knows a chain " + head.chain() + " of which nothing is here");
            } else if (head.sequence() > have) {
                found(null, 0, "the end was cut off: " + missingLines(have + 1, head.sequence()));
            } else if (end != null
                    && head.sequence() == have
                    && !head.hmac().equals(end.seal().mac())) {
                found(null, 0, "the last line is not the one that the store knows: line " + have + " was replaced");
            }
        }
    }

    private static String missingLines(long from, long to) {
        return from == to ? "line " + from + " is missing" : "lines " + from + " to " + to + " are missing";
    }

    private void found(@Nullable Path file, long number, String what) {
        if (findings.size() < MOST) {
            findings.add(new Finding(file, number, what));
        }
    }
}
