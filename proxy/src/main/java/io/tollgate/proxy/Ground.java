package io.tollgate.proxy;

import io.tollgate.config.AppConfig;
import io.tollgate.config.GatewayConfig;
import io.tollgate.config.TenantConfig;
import io.tollgate.filters.applogin.AppLogins;
import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.audit.ChainedTrail;
import io.tollgate.filters.device.DeviceSeal;
import io.tollgate.filters.device.KnownDevices;
import io.tollgate.filters.identity.Accounts;
import io.tollgate.filters.identity.Authenticator;
import io.tollgate.filters.identity.Budgets;
import io.tollgate.filters.identity.DeclaredRoles;
import io.tollgate.filters.identity.HashPool;
import io.tollgate.filters.identity.ImportedHasher;
import io.tollgate.filters.identity.LockoutPolicy;
import io.tollgate.filters.identity.PasswordChange;
import io.tollgate.filters.identity.PasswordChoice;
import io.tollgate.filters.identity.PasswordHasher;
import io.tollgate.filters.identity.PasswordPolicy;
import io.tollgate.filters.identity.PasswordStandings;
import io.tollgate.filters.identity.Renewals;
import io.tollgate.filters.identity.Tenants;
import io.tollgate.filters.identity.UserDirectory;
import io.tollgate.filters.identity.UserImport;
import io.tollgate.filters.kept.KeptRequests;
import io.tollgate.filters.seal.LastingPurpose;
import io.tollgate.filters.seal.SealKeyException;
import io.tollgate.filters.session.AppCookieOwners;
import io.tollgate.filters.session.Sessions;
import io.tollgate.filters.store.DataDirectory;
import io.tollgate.filters.store.DataDirectoryException;
import io.tollgate.filters.store.Store;
import io.tollgate.proxy.GatewayStartException.Fault;
import io.tollgate.proxy.control.AdminVerbs;
import io.tollgate.proxy.control.ControlHandler;
import io.tollgate.proxy.metrics.CountedTrail;
import io.tollgate.proxy.metrics.Metrics;
import io.tollgate.proxy.spool.Spool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a gateway stands on, without any socket: the data it owns, the keys, the audit trail, the accounts and the sessions.
 * The gateway opens it, and so does a command where no gateway runs. Safe for use by any thread once open.
 */
public final class Ground implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ground.class);
    private static final int MOST_COUNTERS = 100_000;
    private static final int MOST_APP_COOKIES = 200_000;
    private static final int HASHES_WAITING = 96;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final World world;
    private volatile GatewayConfig config;
    private volatile Tenants tenants;
    private final Changes changes = new Changes();
    private final Metrics metrics;
    private final Keys keys;
    private final Store store;
    private final ChainedTrail trail;
    private final CountedTrail countedTrail;
    private final UserDirectory users;
    private final KnownDevices devices;
    private final DeviceSeal deviceSeal;
    private final Budgets budgets;
    private final HashPool pool;
    private final PasswordPolicy policy;
    private final PasswordHasher hasher;
    private final PasswordChoice choice;
    private final Sessions sessions;
    private final KeptRequests keptRequests;
    private final AppCookieOwners appCookies;
    private final AppLogins appLogins;
    private final Authenticator authenticator;
    private final Factors factors;

    private Ground(GatewayConfig config, World world) throws IOException {
        this.world = world;
        this.config = config;
        this.tenants = Tenants.of(config);
        try {
            metrics = opened(new Metrics());
            DataDirectory directory = opened(DataDirectory.own(config.data(), world.uid()));
            Spool.clear(Spool.in(config.data())); // What a gateway left that ended badly: nobody can read it any more.
            Keys.make(config, world);
            store = opened(Store.open(directory));
            keys = Keys.open(config, world, store.sealing());
            trail = opened(ChainedTrail.open(new ChainedTrail.Setup(
                    trailDirectory(config.data()), keys.audit(), store.heads(), world.clock(), world.node())));
            keys.begun();
            countedTrail = new CountedTrail(trail, metrics);
            users = new UserDirectory(store.users(), declared(), world.clock(), world.random());
            devices = new KnownDevices(store.devices(), world.clock(), world.random());
            deviceSeal = new DeviceSeal(keys.lasting(LastingPurpose.KNOWN_DEVICES));
            budgets = new Budgets(new Budgets.Setup(
                    store.counters(),
                    store.compared(),
                    new LockoutPolicy(users, user -> this.tenants.lockout(user), () -> this.config.networks()),
                    devices,
                    countedTrail,
                    world.clock(),
                    world.ticker(),
                    MOST_COUNTERS));
            int threads = HashPool.threadsFor(Runtime.getRuntime().availableProcessors());
            pool = opened(new HashPool(threads, HASHES_WAITING, world.ticker()));
            policy = new PasswordPolicy(user -> this.tenants.passwords(user), this::places);
            hasher = new ImportedHasher(world.hasher());
            choice = new PasswordChoice(policy, pool, hasher, world.clock());
            keptRequests = new KeptRequests(world.ticker(), world.random());
            changes.also(keptRequests);
            sessions = new Sessions(
                    store.sessions(),
                    users,
                    changes,
                    () -> this.tenants,
                    world.clock(),
                    world.ticker(),
                    world.random());
            sessions.restore();
            users.listen(sessions::userChanged);
            byte[] cookieKey = keys.lasting(LastingPurpose.APP_COOKIES).secret().getEncoded();
            appLogins = new AppLogins(world.random(), world.ticker());
            appCookies = new AppCookieOwners(store.appCookies(), world.clock(), cookieKey, MOST_APP_COOKIES);
            authenticator = new Authenticator(new Authenticator.Parts(
                    users,
                    budgets,
                    pool,
                    hasher,
                    countedTrail,
                    keys.lasting(LastingPurpose.UNKNOWN_NAMES),
                    new Renewals(users, policy, hasher)));
            factors = opened(new Factors(
                    world, store, keys.sealer(), countedTrail, users, devices, this::tenants, () -> this.config));
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Where the audit trail of a data directory is. */
    public static Path trailDirectory(Path data) {
        return data.resolve("audit");
    }

    /** Takes the data and opens everything on it, or throws with everything closed again and nothing changed. */
    public static Ground open(GatewayConfig config, World world) throws GatewayStartException {
        try {
            return new Ground(config, world);
        } catch (SealKeyException e) {
            throw new GatewayStartException(Fault.FILE, e);
        } catch (DataDirectoryException e) {
            throw new GatewayStartException(Fault.ENVIRONMENT, e);
        } catch (IOException e) {
            throw new GatewayStartException(
                    Fault.ENVIRONMENT,
                    "the data in " + config.data() + " can't be opened: " + e.getMessage()
                            + "; see that the disk is there, not full, and that this user may write to it",
                    e);
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.push(part);
        return part;
    }

    /** From now on this is what counts for roles, tenants, lockouts and passwords. Where the data and the key are can't change. */
    void configured(GatewayConfig newer) {
        config = newer;
        tenants = Tenants.of(newer);
        factors.unremember().exceptionally(Ground::notPurged);
    }

    /** Second factors. */
    public Factors factors() {
        return factors;
    }

    /** Which tenants there are, and what that means for users. */
    public Tenants tenants() {
        return tenants;
    }

    /** What it was opened in. */
    public World world() {
        return world;
    }

    /** Where numbers for operators are kept. */
    public Metrics metrics() {
        return metrics;
    }

    /** The keys. */
    public Keys keys() {
        return keys;
    }

    /** The embedded store. */
    public Store store() {
        return store;
    }

    /** The audit trail, its events counted. */
    public AuditTrail trail() {
        return countedTrail;
    }

    /** Every account. */
    public UserDirectory users() {
        return users;
    }

    /** What failed logins are counted with. */
    public Budgets budgets() {
        return budgets;
    }

    /** From which devices users have logged in before. */
    public KnownDevices devices() {
        return devices;
    }

    /** What seals the cookies of known devices. */
    DeviceSeal deviceSeal() {
        return deviceSeal;
    }

    /** Where passwords are hashed. */
    public HashPool pool() {
        return pool;
    }

    /** What a new password has to be. */
    public PasswordPolicy policy() {
        return policy;
    }

    /** Every session. */
    public Sessions sessions() {
        return sessions;
    }

    /** What waits for a fresh factor. */
    public KeptRequests keptRequests() {
        return keptRequests;
    }

    /** Whose the apps' own session cookies are. */
    public AppCookieOwners appCookies() {
        return appCookies;
    }

    /** What is remembered of the logins of apps. */
    AppLogins appLogins() {
        return appLogins;
    }

    /** The one door. */
    public Authenticator authenticator() {
        return authenticator;
    }

    /** What administrators do to accounts. */
    public Accounts accounts() {
        return new Accounts(new Accounts.Parts(users, budgets, devices, choice, countedTrail, authenticator::unknown));
    }

    /** What commands ask for. */
    public ControlHandler administration() {
        ControlHandler others = new AdminVerbs(new AdminVerbs.Parts(
                accounts(),
                users,
                sessions,
                this::tenants,
                countedTrail,
                world.clock(),
                standings(),
                imports(),
                factors.desk()));
        return new KeyVerbs(keys, () -> config, countedTrail, others);
    }

    /** What somebody may be given, and be called, by the configuration of the time. */
    private DeclaredRoles declared() {
        return new DeclaredRoles(
                () -> config.declaredRoles(),
                () -> tenants.names(),
                () -> config.apps().stream().anyMatch(app -> app.login() != null));
    }

    /** Who comes from another product. */
    private UserImport imports() {
        return new UserImport(users, declared(), countedTrail);
    }

    /** How passwords stand. */
    public PasswordStandings standings() {
        return new PasswordStandings(user -> tenants.passwords(user));
    }

    /** What somebody who guesses would try here. */
    private List<String> places() {
        GatewayConfig now = config;
        List<String> places = new ArrayList<>();
        for (AppConfig app : now.apps()) {
            places.add(app.name());
            app.hosts().forEach(host -> places.add(host.toString()));
        }
        for (TenantConfig tenant : now.tenants()) {
            places.add(tenant.name());
            places.add(tenant.title());
        }
        return places;
    }

    /** What people do to their own password. */
    public PasswordChange passwordChange() {
        return new PasswordChange(authenticator, users, choice, countedTrail);
    }

    /** From now on somebody holds open exchanges and is told of changed sessions. */
    Changes changes() {
        return changes;
    }

    /** What has to be done every second: count what strangers did, forget what is over. */
    void tick() {
        trail.tick();
        appCookies.sweep();
        keptRequests.sweep();
    }

    /** What has to be done every hour. */
    void purge() {
        budgets.purge().exceptionally(Ground::notPurged);
        devices.purge().exceptionally(Ground::notPurged);
        factors.unremember().exceptionally(Ground::notPurged);
        users.forgetOld(user -> tenants.passwords(user).history()).exceptionally(Ground::notPurged);
    }

    @SuppressWarnings("NullAway") // Void has no other value.
    private static Void notPurged(Throwable failure) {
        LOG.warn(
                "store.unavailable: old counters, devices or passwords were not forgotten; tried again in an hour",
                failure);
        return null;
    }

    /** Closes everything in the reverse order; what waits to be written is written. */
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            AutoCloseable part = opened.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn(
                        "gateway.close: {} did not close cleanly",
                        part.getClass().getSimpleName(),
                        e);
            }
        }
    }
}
