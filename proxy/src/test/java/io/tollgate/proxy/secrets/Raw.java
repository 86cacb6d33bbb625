package io.tollgate.proxy.secrets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Bytes that no client of good manners would send. */
final class Raw {
    private static final int PATIENCE_MILLIS = 3_000;

    private Raw() {}

    /** What comes for them, until the end or for some seconds. */
    static byte[] answer(SSLContext trust, int port, String text) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (SSLSocket socket =
                (SSLSocket) trust.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.startHandshake();
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
            for (int next = socket.getInputStream().read();
                    next >= 0;
                    next = socket.getInputStream().read()) {
                all.write(next);
            }
        } catch (SocketTimeoutException e) {
            // It waits for more: that is an answer, too.
        }
        return all.toByteArray();
    }
}
