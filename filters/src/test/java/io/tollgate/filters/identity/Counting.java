package io.tollgate.filters.identity;

import io.tollgate.config.LockoutConfig;
import io.tollgate.config.NetworkConfig;
import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.device.FakeDeviceJournal;
import io.tollgate.filters.device.KnownDevices;
import java.security.SecureRandom;
import java.util.List;

/** Everything that failed logins are counted with, over doubles. */
record Counting(
        FakeClock clock,
        FakeCounterJournal counters,
        FakeDeviceJournal deviceJournal,
        KnownDevices devices,
        Users users,
        LockoutConfig config,
        List<NetworkConfig> networks,
        AuditTrail trail) {
    static Counting of(
            FakeClock clock, FakeCounterJournal counters, Users users, LockoutConfig config, AuditTrail trail) {
        FakeDeviceJournal journal = new FakeDeviceJournal();
        KnownDevices devices = new KnownDevices(journal, clock, new SecureRandom());
        return new Counting(clock, counters, journal, devices, users, config, List.of(), trail);
    }

    Counting with(NetworkConfig... declared) {
        return new Counting(clock, counters, deviceJournal, devices, users, config, List.of(declared), trail);
    }

    Budgets budgets() {
        LockoutPolicy policy = new LockoutPolicy(users, user -> config, () -> networks);
        return new Budgets(new Budgets.Setup(counters, counters, policy, devices, trail, clock, clock, 100_000));
    }
}
