package io.tollgate.filters.identity;

import static io.tollgate.filters.identity.Stages.get;

import io.tollgate.config.Cidr;
import io.tollgate.config.LockoutConfig;
import io.tollgate.config.NetworkConfig;
import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.device.Presented;
import io.tollgate.filters.seal.SealKeyException;
import io.tollgate.filters.seal.SealingKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;

/**
 * Two days of a gateway under attack: a thousand people, ten clinics, and fifty thousand attempts from five thousand
 * addresses. The same seed gives the same days.
 */
final class Siege implements AutoCloseable {
    static final int USERS = 1000;
    static final int CLINICS = 10;
    static final int DECLARED = 8;
    static final int ADDRESSES = 5000;
    static final Duration LASTS = Duration.ofDays(2);

    private static final String RIGHT = "correct horse";
    private static final int AT_A_CLINIC = 80;

    /** How somebody honest comes in. */
    enum Way {
        KNOWN_DEVICE("known device"),
        DECLARED_NETWORK("declared network, unknown device"),
        NEITHER("neither");

        final String words;

        Way(String words) {
            this.words = words;
        }
    }

    /** Attempts of honest people one way. */
    static final class Honest {
        int attempts;
        int mistyped;
        int refused;
    }

    private final Random random = new Random(20261122);
    private final FakeClock clock = new FakeClock();
    private final FakeCounterJournal counters = new FakeCounterJournal();
    private final FakeTrail trail = new FakeTrail();
    private final HashPool pool = new HashPool(1, 10, clock);
    private final UserDirectory users = new UserDirectory(
            new FakeUserJournal(), new DeclaredRoles(() -> Set.of("biller")), clock, new SecureRandom());
    private final Counting counting =
            Counting.of(clock, counters, users, LockoutConfig.DEFAULT, trail).with(declared());
    private final List<User> people = new ArrayList<>();
    private final Presented[] devices = new Presented[USERS];
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingInt(Event::number));
    private int number;
    private long now;
    private Authenticator door;

    final Map<Way, Honest> honest = new EnumMap<>(Way.class);
    final Map<String, int[]> attacks = new HashMap<>();
    private final Map<String, List<Long>> compared = new HashMap<>();

    private record Event(long at, int number, Runnable what) {}

    Siege() {
        for (Way way : Way.values()) {
            honest.put(way, new Honest());
        }
        for (int i = 0; i < USERS; i++) {
            people.add(get(users.add(name(i), Set.of("biller"), FakeHasher.of(RIGHT), false, Evidence.NONE)));
            devices[i] = way(i) == Way.KNOWN_DEVICE
                    ? get(counting.devices().loggedIn(people.get(i).id(), Presented.NOTHING, "Firefox on Windows"))
                    : Presented.NOTHING;
        }
        restart();
    }

    private static NetworkConfig[] declared() {
        NetworkConfig[] networks = new NetworkConfig[DECLARED];
        for (int i = 0; i < DECLARED; i++) {
            networks[i] = new NetworkConfig("clinic-" + i, List.of(Cidr.parse("203.0.113." + i)), 10);
        }
        return networks;
    }

    private static String name(int i) {
        return "person" + i + "@clinic.example";
    }

    /** Half of those in declared clinics, most of the others: the rest have browsers that forget. */
    private static Way way(int i) {
        int clinic = i / AT_A_CLINIC;
        if (clinic < DECLARED) {
            return i % 2 == 0 ? Way.KNOWN_DEVICE : Way.DECLARED_NETWORK;
        }
        return i % 10 == 0 ? Way.NEITHER : Way.KNOWN_DEVICE;
    }

    private LoginSource honestSource(int i) {
        int clinic = i / AT_A_CLINIC;
        String network = clinic < CLINICS ? "203.0.113." + clinic : "100.64." + i / 256 + "." + i % 256;
        return new LoginSource(network, clinic < DECLARED ? "clinic-" + clinic : null, "billing", null, devices[i]);
    }

    private void restart() {
        try {
            door = new Authenticator(new Authenticator.Parts(
                    users,
                    counting.budgets(),
                    pool,
                    new FakeHasher(),
                    trail,
                    SealingKey.parse("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "test")
                            .derive("names"),
                    PasswordUpkeep.NONE));
        } catch (SealKeyException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs it all. */
    void run() {
        for (int hour = 6; hour < LASTS.toHours(); hour += 6) {
            at(Duration.ofHours(hour).toMillis(), this::restart);
        }
        work();
        stuffing();
        spraying();
        targeted();
        while (!events.isEmpty()) {
            Event event = events.poll();
            clock.advance(Duration.ofMillis(event.at - now));
            now = event.at;
            event.what.run();
        }
    }

    private void at(long millis, Runnable what) {
        events.add(new Event(Math.max(now, millis), number++, what));
    }

    private long sometime() {
        return (long) (random.nextDouble() * LASTS.toMillis());
    }

    /** Everybody logs in four times a day between seven and eighteen o'clock. */
    private void work() {
        for (int day = 0; day < LASTS.toDays(); day++) {
            for (int i = 0; i < USERS; i++) {
                for (int login = 0; login < 4; login++) {
                    int person = i;
                    double hour = day * 24 + 7 + random.nextDouble() * 11;
                    at((long) (hour * 3_600_000), () -> logIn(person, 1));
                }
            }
        }
    }

    private void logIn(int person, int tries) {
        Honest ours = honest.get(way(person));
        boolean isMistyped = random.nextInt(100) < 5;
        ours.attempts++;
        ours.mistyped += isMistyped ? 1 : 0;
        Authentication answer = get(door.authenticate(
                name(person), (isMistyped ? "corect horse" : RIGHT).toCharArray(), honestSource(person)));
        boolean isExpected = isMistyped
                ? answer.equals(new Authentication.Refused("login.password"))
                : answer instanceof Authentication.Accepted;
        ours.refused += isExpected ? 0 : 1;
        if (!(answer instanceof Authentication.Accepted) && tries < 8) {
            at(now + 6000, () -> logIn(person, tries + 1));
        }
    }

    /** From 400 addresses, each with a list of fifty names that leaked elsewhere, one every few seconds. */
    private void stuffing() {
        for (int address = 0; address < 400; address++) {
            long start = sometime();
            for (int i = 0; i < 50; i++) {
                String network = address(address);
                String victim = random.nextInt(4) == 0 ? name(random.nextInt(USERS)) : "leak" + random.nextInt(100_000);
                at(start + i * 1500L, () -> attack("stuffing", victim, network));
            }
        }
    }

    /** The few most used passwords on every name, each from another of 3,000 addresses, all day long. */
    private void spraying() {
        for (int i = 0; i < 20_000; i++) {
            String victim = name(i % USERS);
            String network = address(400 + random.nextInt(3000));
            at(sometime(), () -> attack("spraying", victim, network));
        }
    }

    /** One person is wanted: ten thousand guesses from 1,600 addresses. */
    private void targeted() {
        for (int i = 0; i < 10_000; i++) {
            String network = address(3400 + i % 1600);
            at(sometime(), () -> attack("targeted", name(0), network));
        }
    }

    private static String address(int number) {
        return "198.18." + number / 250 + "." + number % 250;
    }

    private void attack(String kind, String victim, String network) {
        int[] numbers = attacks.computeIfAbsent(kind, same -> new int[4]);
        Authentication answer =
                get(door.authenticate(victim, "password1".toCharArray(), new LoginSource(network, "billing", null)));
        numbers[0]++;
        if (answer.equals(new Authentication.Refused("login.password"))) {
            numbers[1]++;
            compared.computeIfAbsent(victim, same -> new ArrayList<>()).add(now);
        } else if (answer instanceof Authentication.TooMany) {
            numbers[2]++;
        } else if (answer instanceof Authentication.Accepted) {
            numbers[3]++;
        }
    }

    /** The most passwords compared for one user in any 24 hours. */
    int mostInADay() {
        int most = 0;
        for (List<Long> times : compared.values()) {
            int first = 0;
            for (int last = 0; last < times.size(); last++) {
                while (times.get(last) - times.get(first) >= Duration.ofDays(1).toMillis()) {
                    first++;
                }
                most = Math.max(most, last - first + 1);
            }
        }
        return most;
    }

    /** The same over all time, for the one who is wanted. */
    int comparedForTheWanted() {
        return compared.getOrDefault(name(0), List.of()).size();
    }

    /** Events in the trail by reason. */
    long events(String reason) {
        return trail.aggregated().stream()
                .filter(AuditEvent.Attacked.class::isInstance)
                .filter(event -> reason.equals(event.reason()))
                .count();
    }

    @Override
    public void close() {
        pool.close();
    }
}
