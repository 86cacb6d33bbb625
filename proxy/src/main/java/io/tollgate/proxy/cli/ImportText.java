package io.tollgate.proxy.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a file of users whole, as text. Stateless. */
final class ImportText {
    /** Twenty thousand users and more. */
    static final int MOST_BYTES = 4 << 20;

    private ImportText() {}

    /** The text of the file, or of what is piped in; ends the command where it can't be read. */
    static String read(Console console, String file) {
        byte[] bytes = bytes(console, file);
        if (bytes.length > MOST_BYTES) {
            throw CommandException.wrong(
                    file + " has more than " + (MOST_BYTES >> 20) + " MiB; take the users over in several files");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw CommandException.wrong(file + " is not UTF-8; save it as such, and see that names are as they were");
        }
    }

    private static byte[] bytes(Console console, String file) {
        try (InputStream in = file.equals("-") ? console.in() : Files.newInputStream(Path.of(file))) {
            return in.readNBytes(MOST_BYTES + 1);
        } catch (NoSuchFileException | InvalidPathException e) {
            throw CommandException.wrong(file + " does not exist");
        } catch (IOException e) {
            throw CommandException.wrong(
                    file + " can't be read (" + e.getClass().getSimpleName() + ")");
        }
    }
}
