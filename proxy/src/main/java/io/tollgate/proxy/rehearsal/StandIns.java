package io.tollgate.proxy.rehearsal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.identity.PasswordHash;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.identity.Users;
import io.tollgate.filters.session.SessionJournal;
import io.tollgate.filters.session.SessionRow;
import io.tollgate.filters.session.Sessions;
import io.tollgate.proxy.http.AnswerHead;
import io.tollgate.proxy.http.Forwarder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Who takes part in a rehearsal in the place of what is real: one invented user with one session, a trail that keeps nothing
 * and an application that is not there. What is done here is found nowhere afterwards. Confined to one thread.
 */
public final class StandIns {
    private final Users users;
    private final Sessions sessions;
    private final String token;

    /** They play this script. */
    public StandIns(Script script) {
        User user = new User(
                "rehearsal",
                "rehearsal",
                script.roles(),
                true,
                false,
                new PasswordHash("$none"),
                Instant.EPOCH,
                Instant.EPOCH,
                1);
        this.users = new OneUser(user);
        this.sessions = new Sessions(
                new NoJournal(),
                users,
                session -> {},
                () -> Instant.EPOCH, // Whatever the clocks say, the session is never too old.
                () -> 0,
                new SecureRandom());
        this.token = sessions.open(user, script.host(), null)
                .toCompletableFuture()
                .join()
                .token();
    }

    /** The user alone. */
    public Users users() {
        return users;
    }

    /** Their session alone. */
    public Sessions sessions() {
        return sessions;
    }

    /** What names their session. */
    String token() {
        return token;
    }

    /** Forgets at once. */
    public AuditTrail trail() {
        return new NoTrail();
    }

    /** Answers for every application as soon as a request is complete. */
    public Forwarder application() {
        return (exchange, permit, request, client) -> new Answered(request.hasBody(), client);
    }

    private record OneUser(User user) implements Users {
        @Override
        public @Nullable User byId(String id) {
            return user.id().equals(id) ? user : null;
        }

        @Override
        public @Nullable User byName(String name) {
            return user.name().equals(name) ? user : null;
        }
    }

    @SuppressWarnings("NullAway") // Void has no other value.
    private static CompletionStage<Void> done() {
        return CompletableFuture.completedStage(null);
    }

    private static final class NoTrail implements AuditTrail {
        @Override
        public CompletionStage<Void> append(AuditEvent event) {
            return done();
        }

        @Override
        public void aggregate(AuditEvent event) {}
    }

    private static final class NoJournal implements SessionJournal {
        @Override
        public List<SessionRow> load() {
            return List.of();
        }

        @Override
        public CompletionStage<Void> opened(SessionRow session) {
            return done();
        }

        @Override
        public CompletionStage<Void> replaced(String id, byte[] tokenHash) {
            return done();
        }

        @Override
        public CompletionStage<Void> locked(String id, long idleNanos) {
            return done();
        }

        @Override
        public CompletionStage<Void> chosen(String id, String tenant) {
            return done();
        }

        @Override
        public CompletionStage<Void> ended(String id) {
            return done();
        }

        @Override
        public CompletionStage<Void> touched(Map<String, Elapsed> sessions) {
            return done();
        }
    }

    private static final class Answered implements Forwarder.Forwarding {
        private static final byte[] PAGE =
                "<!DOCTYPE html><title>Invoices</title><p>Nothing is due.".getBytes(StandardCharsets.US_ASCII);
        private static final AnswerHead HEAD = new AnswerHead(
                200,
                "OK",
                1,
                HeaderFields.of(
                        "Date",
                        "Sun, 22 Nov 2026 08:00:00 GMT",
                        "Content-Type",
                        "text/html; charset=utf-8",
                        "Content-Length",
                        Integer.toString(PAGE.length)));

        private final boolean hasBody;
        private final Forwarder.Answering client;

        Answered(boolean hasBody, Forwarder.Answering client) {
            this.hasBody = hasBody;
            this.client = client;
        }

        @Override
        public void start() {
            if (hasBody) {
                client.requestBody();
            } else {
                bodyEnded(HeaderFields.EMPTY);
            }
        }

        @Override
        public void bodyArrived(ByteBuf piece) {
            piece.release();
            client.requestBody();
        }

        @Override
        public void bodyEnded(HeaderFields trailers) {
            client.head(HEAD, PAGE.length);
            client.body(Unpooled.wrappedBuffer(PAGE));
            client.end(HeaderFields.EMPTY);
        }

        @Override
        public void bodyPaused() {}

        @Override
        public void clientWritable() {}

        @Override
        public void cancel() {}
    }
}
