package io.tollgate.benchmarks.journeys;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file that holds users and passwords: one of each a line, the name first, then blanks or a tab, then the password to the end
 * of the line. Empty lines and lines that begin with {@code #} are left out. UTF-8, readable by its owner only.
 */
public final class PeopleFile {
    private static final Set<PosixFilePermission> OTHERS = PosixFilePermissions.fromString("---rwxrwx");

    private PeopleFile() {}

    /** Reads it, or throws what is wrong in words for whoever named it. */
    public static List<Account> read(Path file) throws IOException {
        List<String> lines;
        try {
            requireOwnersOnly(file);
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": is not there; ./tollgate bench people makes one", e);
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": is not UTF-8; save it as that", e);
        }
        List<Account> accounts = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            Account account = account(line);
            if (account == null) {
                throw new IOException(file + ":" + (i + 1) + ": is not a name, a blank and a password");
            }
            if (!names.add(account.name())) {
                throw new IOException(file + ":" + (i + 1) + ": " + account.name() + " stands here twice; leave one");
            }
            accounts.add(account);
        }
        if (accounts.isEmpty()) {
            throw new IOException(file + ": names nobody; write a name, a blank and a password on each line");
        }
        return accounts;
    }

    /** Writes a new one, for its owner only; throws where there is one already. */
    public static void write(Path file, List<Account> accounts) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        StringBuilder text = new StringBuilder("# name, tab, password: for ./tollgate bench load --people\n");
        for (Account account : accounts) {
            text.append(account.name()).append('\t').append(account.password()).append('\n');
        }
        Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.WRITE);
    }

    private static void requireOwnersOnly(Path file) throws IOException {
        if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
            return;
        }
        Set<PosixFilePermission> open = new HashSet<>(Files.getPosixFilePermissions(file));
        open.retainAll(OTHERS);
        if (!open.isEmpty()) {
            throw new IOException(file + ": holds passwords and others may read or write it; chmod 600 " + file);
        }
    }

    private static @Nullable Account account(String line) {
        int end = 0;
        while (end < line.length() && !isBlank(line.charAt(end))) {
            end++;
        }
        int begin = end;
        while (begin < line.length() && isBlank(line.charAt(begin))) {
            begin++;
        }
        return end == 0 || begin == line.length() ? null : new Account(line.substring(0, end), line.substring(begin));
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
