package io.tollgate.proxy.upstream;

import io.tollgate.certs.DevAuthority;
import io.tollgate.certs.IssuedCertificate;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A scripted application that speaks the JDK's TLS. */
final class TlsApp implements AutoCloseable {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

    final ScriptedApp app;
    final AtomicReference<String> spoken = new AtomicReference<>("");
    private final SSLContext context;
    private volatile ScriptedApp.Script script = ScriptedApp.always(OK);
    private volatile Consumer<SSLSocket> settings = socket -> {};

    /** @param clients whose client certificates it accepts; null where it wants none */
    TlsApp(IssuedCertificate server, DevAuthority issuer, X509Certificate clients) throws Exception {
        context = context(server, issuer, clients);
        if (clients != null) {
            settings = socket -> socket.setNeedClientAuth(true);
        }
        app = new ScriptedApp(this::serve);
    }

    private void serve(ScriptedApp.Connection raw) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(raw.socket, null, false);
        socket.setUseClientMode(false);
        settings.accept(socket);
        socket.startHandshake();
        spoken.set(socket.getSession().getProtocol());
        script.serve(app.new Connection(socket));
    }

    TlsApp script(ScriptedApp.Script next) {
        script = next;
        return this;
    }

    TlsApp settings(Consumer<SSLSocket> next) {
        settings = next;
        return this;
    }

    int port() {
        return app.port();
    }

    private static SSLContext context(IssuedCertificate server, DevAuthority issuer, X509Certificate clients)
            throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("server", server.keyPair().getPrivate(), new char[0], new X509Certificate[] {
            server.certificate(), issuer.certificate()
        });
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
        own.init(keys, new char[0]);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        if (clients != null) {
            trusted.setCertificateEntry("clients", clients);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), clients == null ? null : trust.getTrustManagers(), null);
        return context;
    }

    @Override
    public void close() throws IOException {
        app.close();
    }
}
