package io.tollgate.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A TLS connection to the gateway on which a test writes the bytes itself. Latin-1 throughout. */
final class RawConnection implements AutoCloseable {
    private final SSLSocket socket;

    RawConnection(SSLContext trust, int port) throws IOException {
        socket = (SSLSocket) trust.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) GatewayRig.PATIENCE.toMillis());
        socket.startHandshake();
    }

    /** The same on a connection that stands already, on which something else was said before. */
    RawConnection(SSLContext trust, Socket plain) throws IOException {
        plain.setTcpNoDelay(true);
        plain.setSoTimeout((int) GatewayRig.PATIENCE.toMillis());
        socket = (SSLSocket) trust.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
        socket.startHandshake();
    }

    RawConnection send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawConnection send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Up to and with the empty line; what was there when the end came before. */
    String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
        }
        return head.toString();
    }

    /** The status of the next response, whose body is read and forgotten; -1 where there is none. */
    int status() throws IOException {
        String head = head();
        if (!head.startsWith("HTTP/1.1 ")) {
            return -1;
        }
        int status = Integer.parseInt(head.substring(9, 12));
        int at = head.toLowerCase(Locale.ROOT).indexOf("\r\ncontent-length:");
        if (at >= 0) {
            int length = Integer.parseInt(
                    head.substring(at + 17, head.indexOf("\r\n", at + 2)).trim());
            socket.getInputStream().readNBytes(length);
        }
        return status;
    }

    /** Everything until the peer ends or breaks the connection. */
    String rest() {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        try {
            byte[] part = new byte[8192];
            for (int n = input().read(part); n >= 0; n = input().read(part)) {
                rest.write(part, 0, n);
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the connection is still open", e);
        } catch (IOException e) {
            return rest.toString(StandardCharsets.ISO_8859_1);
        }
        return rest.toString(StandardCharsets.ISO_8859_1);
    }

    /** The serial number of the gateway's certificate. */
    String serial() throws IOException {
        return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                .getSerialNumber()
                .toString(16);
    }

    /** Whether neither side has ended it, as far as is known within a moment; for connections that say nothing. */
    boolean isOpen() throws IOException {
        int patience = socket.getSoTimeout();
        socket.setSoTimeout(50);
        try {
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            return false;
        } finally {
            socket.setSoTimeout(patience);
        }
    }

    InputStream input() throws IOException {
        return socket.getInputStream();
    }

    OutputStream output() throws IOException {
        return socket.getOutputStream();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
