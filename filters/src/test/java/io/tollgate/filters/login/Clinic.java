package io.tollgate.filters.login;

import io.tollgate.config.FactorUse;
import io.tollgate.config.PasswordConfig;
import io.tollgate.config.SecondFactorConfig;
import io.tollgate.config.SessionConfig;
import io.tollgate.config.StepUpConfig;
import io.tollgate.filters.IgnoredActivity;
import io.tollgate.filters.OriginFilter;
import io.tollgate.filters.SessionFilter;
import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.RequestFilter;
import io.tollgate.filters.chain.Verdict;
import io.tollgate.filters.device.DeviceSeal;
import io.tollgate.filters.device.FakeDeviceJournal;
import io.tollgate.filters.device.KnownDevices;
import io.tollgate.filters.factor.FactorMethod;
import io.tollgate.filters.factor.FactorPolicy;
import io.tollgate.filters.factor.FakeFactorJournal;
import io.tollgate.filters.factor.SecondFactors;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.identity.Authentication;
import io.tollgate.filters.identity.HashPool;
import io.tollgate.filters.identity.LoginSource;
import io.tollgate.filters.identity.PasswordChange.Outcome;
import io.tollgate.filters.identity.PasswordStandings;
import io.tollgate.filters.identity.SignatureProof;
import io.tollgate.filters.identity.Tenants;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.kept.KeptRequests;
import io.tollgate.filters.passkey.Challenges;
import io.tollgate.filters.passkey.FakePasskeyJournal;
import io.tollgate.filters.passkey.PasskeyDoor;
import io.tollgate.filters.passkey.Passkeys;
import io.tollgate.filters.routing.Target;
import io.tollgate.filters.seal.DerivedKey;
import io.tollgate.filters.seal.SealKeyException;
import io.tollgate.filters.seal.Sealer;
import io.tollgate.filters.seal.SealingKey;
import io.tollgate.filters.session.FakeSessionJournal;
import io.tollgate.filters.session.FakeTime;
import io.tollgate.filters.session.FakeUsers;
import io.tollgate.filters.session.SessionSweeper;
import io.tollgate.filters.session.Sessions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A gateway of pages and sessions over doubles of what is behind them: users whose passwords are known. */
public final class Clinic {
    public static final String ADA = "ada@clinic.example";
    public static final String BO = "bo@clinic.example";
    static final String NEW = "new@clinic.example";
    static final String RIGHT = "correct horse battery";

    public final FakeTime time = new FakeTime();
    public final FakeUsers users = new FakeUsers();
    final FakeSessionJournal journal = new FakeSessionJournal();
    public final FakeTrail trail = new FakeTrail();
    final Map<String, String> passwords = new HashMap<>();
    public final Sessions sessions;
    final SessionSweeper sweeper;
    Tenants tenants = Tenants.NONE;
    PasswordConfig rules = PasswordConfig.DEFAULT;
    final PasswordStandings standings = new PasswordStandings(user -> rules);
    public final Pages pages = new Pages(Browser.PREFIX);
    public final SessionFilter filter;
    final OwnPages own;
    final KnownDevices devices = new KnownDevices(new FakeDeviceJournal(), time, new SecureRandom());
    final DeviceSeal seal = new DeviceSeal(key());
    Set<FactorMethod> methods = Set.of();
    final FakeFactorJournal factorJournal = new FakeFactorJournal();
    final SecondFactors second = SecondFactors.of(
            factorJournal,
            new Sealer(sealing(), new SecureRandom()),
            trail,
            time,
            time,
            new SecureRandom(),
            Runnable::run);
    final HashPool pool = new HashPool(1, 8, time);
    final PasskeyDoor passkeyDoor = new PasskeyDoor(new PasskeyDoor.Parts(
            new Passkeys(new FakePasskeyJournal(), time),
            new Challenges(time, new SecureRandom()),
            pool,
            trail,
            () -> true,
            new SecureRandom()));
    final KeptRequests kept = new KeptRequests(time, new SecureRandom());
    public final Admission admission;
    Authentication answer;
    boolean isAuthenticatorDown;

    public Clinic() {
        this(true);
    }

    Clinic(boolean isAuditRequired) {
        add("u1", ADA, true, false);
        add("u2", BO, true, false);
        add("u3", NEW, true, true);
        sessions = new Sessions(
                journal, users, new SessionEvents(trail, users), () -> tenants, time, time, new SecureRandom());
        sweeper = new SessionSweeper(sessions, host -> SessionConfig.DEFAULT, time);
        filter = new SessionFilter(sessions, pages, new IgnoredActivity(List.of(Browser.APP)), standings);
        Doorway doorway = new Doorway(
                pages,
                this::authenticate,
                this::verify,
                this::change,
                new Recognition(devices, seal, List.of()),
                sessions,
                trail,
                isAuditRequired,
                standings,
                new SecondFactor(new FactorPolicy(() -> tenants), userId -> methods(userId), second, passkeyDoor),
                new PasskeyGate(passkeyDoor, this::authenticate, users, Duration.ofMinutes(5)),
                new Stepping(StepUpConfig.DEFAULT.within(), kept),
                user -> List.of("At least 12 characters.", "Not your name."),
                time,
                ZoneOffset.UTC);
        admission = new Admission(doorway);
        own = new OwnPages(doorway, true);
    }

    private static DerivedKey key() {
        return sealing().derive("devices");
    }

    private Set<FactorMethod> methods(String userId) {
        if (!methods.isEmpty()) {
            return methods;
        }
        Set<FactorMethod> own = second.factors().methods(userId);
        if (passkeyDoor.passkeys().hasAny(userId)) {
            own.add(FactorMethod.PASSKEY);
        }
        return own;
    }

    private static SealingKey sealing() {
        try {
            return SealingKey.parse("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "test");
        } catch (SealKeyException e) {
            throw new AssertionError(e);
        }
    }

    private void add(String id, String name, boolean isEnabled, boolean mustChange) {
        users.put(id, name, isEnabled, mustChange, "biller");
        passwords.put(id, RIGHT);
    }

    private CompletionStage<Authentication> authenticate(String name, char[] password, LoginSource source) {
        User user = users.byName(name);
        return verify(user == null ? "" : user.id(), password, source);
    }

    private CompletionStage<Authentication> authenticate(SignatureProof proof, LoginSource source) {
        if (isAuthenticatorDown || answer != null) {
            return verify("", new char[0], source);
        }
        AuditEvent.Context context = new AuditEvent.Context(null, null, source.network(), source.app(), null);
        return proof.judge(context, true).thenApply(signer -> {
            User user = signer.userId() == null ? null : users.byId(signer.userId());
            return user != null && user.isEnabled()
                    ? new Authentication.Accepted(user)
                    : new Authentication.Refused(user == null ? signer.reason() : "login.disabled");
        });
    }

    private CompletionStage<Authentication> verify(String userId, char[] password, LoginSource source) {
        if (isAuthenticatorDown) {
            return CompletableFuture.failedStage(new IllegalStateException("the disk is full"));
        }
        if (answer != null) {
            return CompletableFuture.completedStage(answer);
        }
        User user = users.byId(userId);
        boolean isRight = user != null && user.isEnabled() && new String(password).equals(passwords.get(userId));
        return CompletableFuture.completedStage(
                isRight
                        ? new Authentication.Accepted(user)
                        : new Authentication.Refused(user == null ? "login.unknown" : "login.password"));
    }

    private CompletionStage<Outcome> change(
            String userId, String stays, char[] present, char[] next, LoginSource source) {
        if (next.length < 12) {
            return CompletableFuture.completedStage(new Outcome.Weak(List.of("It has too few characters.")));
        }
        return verify(userId, present, source).thenApply(proof -> {
            if (!(proof instanceof Authentication.Accepted accepted)) {
                return new Outcome.NotProved(proof);
            }
            passwords.put(userId, new String(next));
            return new Outcome.Changed(users.put(userId, accepted.user().name(), true, false, "biller"));
        });
    }

    /** The answer to an exchange: the session filter's, or our own page's; null where it would go on to the app. */
    public Response answer(Exchange exchange) {
        for (RequestFilter each : List.of(filter, new OriginFilter(pages, trail))) {
            if (each.judge(exchange) instanceof Verdict.Respond respond) {
                return respond.response();
            }
        }
        return exchange.route().target() instanceof Target.Own
                ? own.respond(exchange).toCompletableFuture().join()
                : null;
    }

    Response login(Browser browser, String name, String password, String returnTo) {
        return browser.keeping(answer(browser.post(
                Browser.PREFIX + "/login", "username", name, "password", password, "return-to", returnTo)));
    }

    /** From now on everybody is asked for a second factor so, and has these. */
    public void secondFactor(FactorUse use, FactorMethod... has) {
        tenants = tenants.with(SecondFactorConfig.of(use));
        methods = Set.of(has);
    }

    /** A browser with somebody logged in. */
    Browser loggedIn(String name) {
        Browser browser = Browser.modern();
        login(browser, name, RIGHT, "/");
        return browser;
    }

    /** Goes on until the sweep has locked who was there. */
    public void idle() {
        time.pass(SessionConfig.DEFAULT.idle().plus(Duration.ofSeconds(1)));
        sweeper.sweep();
    }
}
