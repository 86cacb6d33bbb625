package io.tollgate.proxy.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Asks for a new password: at the terminal twice and without echo, or from what is piped in. Stateless. */
final class Passwords {
    private static final int MOST_BYTES = 8192;

    private Passwords() {}

    /** The password, or a {@link CommandException} that says how to give one. */
    static String ask(Console console, String name, boolean fromStdin) {
        return fromStdin ? line(console.in()) : typed(console.prompt(), name);
    }

    private static String typed(Console.PasswordPrompt prompt, String name) {
        char[] first = prompt.ask("Password for " + name + ": ");
        if (first == null) {
            throw CommandException.wrong(
                    "no terminal to ask for the password at; pipe it in, one line, with --password-stdin");
        }
        char[] second = prompt.ask("The same again: ");
        try {
            if (second == null || !Arrays.equals(first, second)) {
                throw CommandException.wrong("the two passwords are not the same; nothing was done");
            }
            return notEmpty(new String(first));
        } finally {
            Arrays.fill(first, '\0');
            if (second != null) {
                Arrays.fill(second, '\0');
            }
        }
    }

    /** The first line; its end, LF or CRLF, is no part of it. */
    private static String line(InputStream in) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(64);
        try {
            for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
                if (line.size() == MOST_BYTES) {
                    throw CommandException.wrong("what is piped in is too long for a password");
                }
                line.write(b);
            }
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line.toByteArray()));
            String password = text.toString();
            return notEmpty(password.endsWith("\r") ? password.substring(0, password.length() - 1) : password);
        } catch (CharacterCodingException e) {
            throw CommandException.wrong("what is piped in as the password is not UTF-8");
        } catch (IOException e) {
            throw CommandException.failed("what is piped in can't be read: " + e.getMessage());
        }
    }

    private static String notEmpty(String password) {
        if (password.isEmpty()) {
            throw CommandException.wrong("the password is empty; nothing was done");
        }
        return password;
    }
}
