package io.tollgate.proxy.rehearsal;

import io.tollgate.proxy.listener.Listener.Face;
import io.tollgate.proxy.listener.MemoryConnection;
import io.tollgate.proxy.tls.MemoryClient;
import io.tollgate.proxy.tls.ServerTls;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a gateway's own code run before anybody comes: whole connections, from the handshake to the answer, in memory alone.
 * What they meet is what visitors meet, but for the {@link StandIns}. Confined to one thread.
 */
public final class Rehearsal {
    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

    private final List<Face> faces;
    private final Script script;
    private final StandIns standIns;
    private final MemoryClient.Maker clients = new MemoryClient.Maker();
    private int rounds;
    private int connections;
    private int requests;
    private boolean isBroken;

    /**
     * What was done.
     *
     * @param connections whose handshake succeeded
     * @param requests that were answered
     */
    public record Report(int connections, int requests) {}

    /**
     * A rehearsal that {@link #play} begins and goes on with.
     *
     * @param faces what connections meet; those without TLS are passed over
     */
    public Rehearsal(List<Face> faces, Script script, StandIns standIns) {
        this.faces = List.copyOf(faces);
        this.script = script;
        this.standIns = standIns;
    }

    /**
     * Plays the script once with every face and protocol, and again as long as there is time. Whatever goes wrong ends it for
     * good and is told in the log: a gateway can open without.
     *
     * @param isTooLong asked before each face: then even the first round is left as it is
     * @return what was done so far
     */
    public Report play(BooleanSupplier hasTime, BooleanSupplier isTooLong) {
        try {
            do {
                round(isTooLong);
            } while (!isBroken && hasTime.getAsBoolean() && !isTooLong.getAsBoolean());
        } catch (ClosedChannelException e) {
            isBroken = true; // There are other certificates by now.
        } catch (IOException | RuntimeException | LinkageError e) {
            isBroken = true;
            LOG.warn("gateway.rehearsal: it was broken off; the first visitors wait a little longer", e);
        }
        return new Report(connections, requests);
    }

    private void round(BooleanSupplier isTooLong) throws IOException {
        for (Face face : faces) {
            ServerTls tls = face.tls();
            if (isBroken || isTooLong.getAsBoolean()) {
                return;
            }
            if (tls != null) {
                connection(face, tls, new Wording.Http1(), rounds % 4 == 0);
                connection(face, tls, new Wording.Http2(), rounds % 4 == 2);
            }
        }
        rounds++;
    }

    /** A visit: a handshake, and where it succeeds with this protocol, what the script asks. */
    private void connection(Face face, ServerTls tls, Wording wording, boolean isHybrid) throws IOException {
        MemoryClient client = clients.client(wording.protocol(), isHybrid);
        try (MemoryConnection server = new MemoryConnection(face, tls)) {
            converse(client, server);
            if (!client.isConnected()) {
                return;
            }
            connections++;
            client.write(wording.opening());
            for (Ask ask : script.asks(standIns.token())) {
                client.write(wording.request(ask, script.host()));
                converse(client, server);
                if (client.read().length > 0) {
                    requests++;
                }
            }
        } catch (TlsFatalAlertReceived e) {
            return; // Another protocol is spoken here, or a certificate is asked for: this was all there is to
            // rehearse.
        }
    }

    private static void converse(MemoryClient client, MemoryConnection server) throws IOException {
        for (byte[] said = client.output(); said.length > 0 && server.isOpen(); said = client.output()) {
            byte[] answer = server.exchange(said);
            if (answer.length > 0) {
                client.input(answer);
            }
        }
    }
}
