package io.tollgate.proxy.spool;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A temporary file of pieces, each encrypted and authenticated (AES-GCM, NIST SP 800-38D) under a key that exists in memory
 * only: what is left of it after a crash is noise. Blocks; used by one thread at a time.
 */
final class SpoolFile implements Closeable {
    private static final int TAG_BITS = 128;
    private static final int HEAD = Integer.BYTES;

    private final Path path;
    private final FileChannel channel;
    private final SecretKeySpec key;
    private long written;
    private long read;

    private SpoolFile(Path path, FileChannel channel, SecretKeySpec key) {
        this.path = path;
        this.channel = channel;
        this.key = key;
    }

    /** A new, empty file in this folder, readable by its owner alone. */
    static SpoolFile create(Path folder, SecureRandom random) throws IOException {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        Path path =
                folder.resolve(Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong()) + ".spool");
        FileChannel channel = FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return new SpoolFile(path, channel, new SecretKeySpec(secret, "AES"));
    }

    /** Adds a piece. */
    void append(byte[] bytes, int length) throws IOException {
        byte[] sealed = cipher(Cipher.ENCRYPT_MODE, written++, bytes, length);
        ByteBuffer out =
                ByteBuffer.allocate(HEAD + sealed.length).putInt(sealed.length).put(sealed);
        out.flip();
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    /** From now on pieces are read, from the first on. */
    void rewind() throws IOException {
        channel.position(0);
    }

    /** The next piece; null after the last. */
    byte @Nullable [] next() throws IOException {
        if (read == written) {
            return null;
        }
        int length = filled(ByteBuffer.allocate(HEAD)).getInt();
        byte[] sealed = new byte[length];
        filled(ByteBuffer.wrap(sealed));
        return cipher(Cipher.DECRYPT_MODE, read++, sealed, length);
    }

    private ByteBuffer filled(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("the file is shorter than what was written");
            }
        }
        return buffer.flip();
    }

    /** The key is of this file alone, so a counter is as good as any nonce. */
    private byte[] cipher(int mode, long piece, byte[] bytes, int length) throws IOException {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            byte[] nonce = ByteBuffer.allocate(12).putLong(4, piece).array();
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(bytes, 0, length);
        } catch (GeneralSecurityException e) {
            throw new IOException("the file is not what was written", e);
        }
    }

    /** Deletes it. */
    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            Files.deleteIfExists(path);
        }
    }
}
