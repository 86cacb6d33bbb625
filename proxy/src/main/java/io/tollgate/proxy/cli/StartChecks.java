package io.tollgate.proxy.cli;

import io.tollgate.config.CertificateFiles;
import io.tollgate.config.ClientCertificates;
import io.tollgate.config.GatewayConfig;
import io.tollgate.config.Problem;
import io.tollgate.config.SealKey;
import io.tollgate.config.TlsEngine;
import io.tollgate.filters.seal.KeyPlace;
import io.tollgate.filters.seal.SealKeyException;
import io.tollgate.filters.seal.SealedWith;
import io.tollgate.filters.seal.Sealing;
import io.tollgate.filters.store.Store;
import io.tollgate.filters.store.StoreUnavailableException;
import io.tollgate.proxy.Unchangeable;
import io.tollgate.proxy.World;
import io.tollgate.proxy.tls.CertificateLoader;
import io.tollgate.proxy.tls.ClientTls;
import io.tollgate.proxy.tls.ClientTrustLoader;
import io.tollgate.proxy.tls.TlsEngines;
import io.tollgate.proxy.tls.TlsProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what would keep a gateway from starting, or one that runs from taking the configuration over, without starting
 * anything and without changing anything.
 */
final class StartChecks {
    private final GatewayConfig config;
    private final World world;
    private final ConfigPlaces places;
    private final List<Problem> problems = new ArrayList<>();
    private final List<TlsProblem> warnings = new ArrayList<>();

    /** @param running what the gateway runs by that is to take it over; null for one that is to start */
    StartChecks(GatewayConfig config, World world, ConfigPlaces places, @Nullable GatewayConfig running) {
        this.config = config;
        this.world = world;
        this.places = places;
        certificates();
        trust();
        engines();
        if (running != null && !Unchangeable.between(running, config).isEmpty()) {
            Unchangeable.between(running, config).forEach(this::add);
            return;
        }
        sealKey();
        data();
    }

    private void add(Unchangeable found) {
        String topLevel = found.key().substring(0, (found.key() + '.').indexOf('.'));
        problems.add(new Problem(places.key(topLevel).at(), found.key(), found.what(), found.remedy()));
    }

    /** What has to be mended first. */
    List<Problem> problems() {
        return problems;
    }

    /** What clients may complain about. */
    List<TlsProblem> warnings() {
        return warnings;
    }

    private void certificates() {
        Set<CertificateFiles> files = new LinkedHashSet<>();
        config.listeners().forEach(listener -> {
            if (listener.tls() != null) {
                files.addAll(listener.tls().certificates());
            }
        });
        if (config.adminTls() != null) {
            files.addAll(config.adminTls().certificates());
        }
        for (CertificateFiles pair : files) {
            CertificateLoader.check(List.of(pair), world.clock()).forEach(this::add);
        }
        config.apps().stream()
                .map(app -> app.upstream().tls())
                .filter(Objects::nonNull)
                .distinct()
                .forEach(tls -> ClientTls.check(tls, world.clock()).forEach(this::add));
    }

    private void trust() {
        Set<ClientCertificates> clients = new LinkedHashSet<>();
        config.listeners().forEach(listener -> {
            if (listener.tls() != null) {
                clients.add(listener.tls().clients());
            }
        });
        if (config.adminTls() != null) {
            clients.add(config.adminTls().clients());
        }
        clients.forEach(each -> ClientTrustLoader.check(each, world.clock()).forEach(this::add));
    }

    private void engines() {
        Set<TlsEngine> engines = new LinkedHashSet<>();
        config.listeners().forEach(listener -> {
            if (listener.tls() != null) {
                engines.add(listener.tls().engine());
            }
        });
        if (config.adminTls() != null) {
            engines.add(config.adminTls().engine());
        }
        for (TlsEngine engine : engines) {
            String absence = TlsEngines.absence(engine);
            if (absence != null) {
                add(places.key("listeners"), absence, TlsEngines.remedy());
            }
        }
    }

    private void add(TlsProblem found) {
        if (found.severity() == TlsProblem.Severity.WARNING) {
            warnings.add(found);
        } else {
            add(places.naming(found.file()), found.what(), found.remedy());
        }
    }

    private void sealKey() {
        if (config.sealKey() instanceof SealKey.Generated made
                && !Files.exists(made.path())
                && !Files.exists(KeyPlace.nextTo(made.path()))) {
            mayBeMade(made.path());
            return;
        }
        try {
            KeyPlace place = new KeyPlace(config.sealKey(), config.data());
            SealedWith.find(place, sealing(), world.random());
        } catch (SealKeyException e) {
            add(places.key("keys"), String.valueOf(e.getMessage()));
        }
    }

    /** Nothing where the store can't be read: opening it says what is wrong there. */
    private @Nullable Sealing sealing() {
        try {
            return Store.readSealing(config.data());
        } catch (StoreUnavailableException e) {
            return null;
        }
    }

    /** The first start makes the key, unless the data were written with another. */
    private void mayBeMade(Path key) {
        if (Files.exists(config.data().resolve("store.db"))) {
            add(
                    places.key("keys"),
                    "the sealing key " + key + " is missing, but " + config.data() + " was written with it",
                    "put it back from a backup, or name where it is by keys.seal");
        } else if (!Files.isWritable(nearestThatExists(key))) {
            add(
                    places.key("keys"),
                    "the sealing key " + key + " can't be made: its folder may not be written to by this user",
                    "change the folder's owner, or name a key by keys.seal");
        }
    }

    private void data() {
        Path data = config.data();
        if (!Files.exists(data)) {
            if (!Files.isWritable(nearestThatExists(data))) {
                add(
                        places.key("data"),
                        data + " can't be made: this user may not write to " + nearestThatExists(data),
                        "make the folder and give it to this user, or name another");
            }
            return;
        }
        if (!Files.isDirectory(data)) {
            add(places.key("data"), data + " is not a folder", "name another");
            return;
        }
        try {
            long owner = ((Number) Files.getAttribute(data, "unix:uid")).longValue();
            if (owner != world.uid()) {
                add(
                        places.key("data"),
                        data + " belongs to " + Files.getOwner(data).getName() + ", not to this user",
                        "run tollgate as that user, or give this one the folder with all that is in it");
            } else if (!Files.isWritable(data)) {
                add(places.key("data"), data + " may not be written to", "run: chmod 700 " + data);
            }
        } catch (IOException e) {
            add(places.key("data"), data + " can't be looked at (" + e.getMessage() + ")", "check its owner and mode");
        }
    }

    private static Path nearestThatExists(Path path) {
        Path folder = path.toAbsolutePath();
        while (folder.getParent() != null && !Files.exists(folder)) {
            folder = folder.getParent();
        }
        return folder;
    }

    /** A message of another part, which says what to do after its first semicolon. */
    private void add(ConfigPlaces.Found found, String message) {
        int semicolon = message.indexOf("; ");
        if (semicolon < 0) {
            add(found, message, "mend it, then check again");
        } else {
            add(found, message.substring(0, semicolon), message.substring(semicolon + 2));
        }
    }

    private void add(ConfigPlaces.Found found, String what, String remedy) {
        problems.add(new Problem(found.at(), found.key(), what, remedy));
    }
}
