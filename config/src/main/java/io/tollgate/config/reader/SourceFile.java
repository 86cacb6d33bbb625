package io.tollgate.config.reader;

import io.tollgate.config.Position;
import io.tollgate.config.yaml.YamlNode;
import io.tollgate.config.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Loads one YAML file: bounded in size, strictly UTF-8. */
final class SourceFile {

    static final int LARGEST = 1 << 20;

    private SourceFile() {}

    /** The file's document, or null after telling why there is none. */
    static @Nullable YamlNode load(Path file, String shown, Findings findings) {
        findings.file(shown);
        String text = text(file, shown, findings);
        return text == null ? null : YamlReader.read(shown, text, findings::add);
    }

    private static @Nullable String text(Path file, String shown, Findings findings) {
        Position start = new Position(shown, 1, 1);
        if (!Files.exists(file)) {
            findings.add(start, "(file)", "does not exist", "check the path, or name another with --config");
            return null;
        }
        if (!Files.isRegularFile(file)) {
            findings.add(start, "(file)", "is not a file", "check the path, or name another with --config");
            return null;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                findings.add(start, "(file)", "is larger than 1 MiB", "move apps to other files with include:");
                return null;
            }
            return decoded(bytes, shown, findings);
        } catch (IOException e) {
            findings.add(start, "(file)", "can't be read", "check its owner and mode");
            return null;
        }
    }

    private static @Nullable String decoded(byte[] bytes, String shown, Findings findings) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer text = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, true);
        String decoded = text.flip().toString();
        if (result.isError()) {
            int line = (int) decoded.chars().filter(c -> c == '\n').count() + 1;
            int column = decoded.length() - decoded.lastIndexOf('\n');
            findings.add(new Position(shown, line, column), "(file)", "is not UTF-8", "save it as UTF-8");
            return null;
        }
        return decoded.startsWith("\ufeff") ? decoded.substring(1) : decoded;
    }
}
