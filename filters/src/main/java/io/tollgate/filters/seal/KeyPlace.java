package io.tollgate.filters.seal;

import io.tollgate.config.SealKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * Where the sealing key of a configuration is, and where a rotation puts the one that comes: beside it, under its name and
 * {@code .new}, until everything is sealed by that. Immutable.
 */
public final class KeyPlace {
    private final SealKey source;
    private final Path data;

    /** The place that {@code keys.seal} names. */
    public KeyPlace(SealKey source, Path data) {
        this.source = source;
        this.data = data;
    }

    /** The key that is there; made where it is to be made. */
    public SealingKey load(SecureRandom random) throws SealKeyException {
        SealingKey next = isTaken() ? next() : null;
        return next == null ? SealingKey.load(source, data, random) : next;
    }

    /** Whether the key's own file is gone and what a rotation made still lies beside it. */
    private boolean isTaken() {
        Path file = file();
        return file != null && !Files.exists(file) && Files.exists(nextTo(file));
    }

    /** The key that a rotation which was cut short left beside it; null where there is none. */
    public @Nullable SealingKey next() throws SealKeyException {
        Path file = file();
        return file == null || !Files.exists(nextTo(file)) ? null : read(nextTo(file));
    }

    /** Its file; null where the key is in the environment. */
    public @Nullable Path file() {
        if (source instanceof SealKey.InFile in) {
            return real(in.path());
        }
        return source instanceof SealKey.Generated made ? real(made.path()) : null;
    }

    /** A link stays one: what it leads to is replaced. */
    private static Path real(Path path) {
        try {
            return Files.isSymbolicLink(path) ? path.toRealPath() : path;
        } catch (IOException e) {
            return path; // It leads nowhere: whoever reads it says so.
        }
    }

    /** In words: the file, or that it is in the environment. */
    public String words() {
        Path file = file();
        return file == null ? "the environment" : file.toString();
    }

    /** Where the next key waits for its place. */
    public static Path nextTo(Path file) {
        return file.resolveSibling(file.getFileName() + ".new");
    }

    /** Where the key of before stays, if it is to. */
    public static Path formerOf(Path file, SealingKey former) {
        return file.resolveSibling(file.getFileName() + "." + former.id());
    }

    /** The key in this file, which is made if it is not there: on the disk, with its folder's entry, when this returns. */
    public SealingKey readOrMake(Path target, SecureRandom random) throws SealKeyException {
        try {
            KeyFile file = new KeyFile(target);
            file.refuseBelow(data);
            if (!Files.exists(target)) {
                file.draw(SealingKey.fresh(random));
            }
        } catch (SealKeyException e) {
            throw e;
        } catch (IOException e) {
            throw new SealKeyException(
                    "sealing key " + target + ": can't be made (" + e + "); check the folder and who owns it, or name"
                            + " another file by --to",
                    e);
        }
        return read(target);
    }

    private static SealingKey read(Path file) throws SealKeyException {
        try {
            return SealingKey.parse(new KeyFile(file).read(), "sealing key " + file);
        } catch (SealKeyException e) {
            throw e;
        } catch (IOException e) {
            throw new SealKeyException(
                    "sealing key " + file + ": can't be read (" + e + "); check the folder and who owns it", e);
        }
    }

    /** Keeps the key of before under another name beside its own. */
    public static void keep(Path file, SealingKey former) throws SealKeyException {
        Path kept = formerOf(file, former);
        try {
            if (!Files.exists(kept)) {
                Files.createLink(kept, file);
                KeyFile.force(kept);
            }
        } catch (IOException | UnsupportedOperationException e) {
            throw new SealKeyException(
                    "sealing key " + file + ": can't be kept as " + kept + " (" + e + "); copy it yourself and leave"
                            + " --keep-old out. Nothing was changed",
                    e);
        }
    }

    /** Puts the next key in the place of the one before, which is gone then. */
    public static void settle(Path file) throws SealKeyException {
        try {
            KeyFile.replace(nextTo(file), file);
        } catch (IOException e) {
            throw new SealKeyException(
                    "sealing key " + file + ": everything is sealed by " + nextTo(file)
                            + " already, which can't be put in its place (" + e + "); run: mv " + nextTo(file) + " "
                            + file,
                    e);
        }
    }
}
