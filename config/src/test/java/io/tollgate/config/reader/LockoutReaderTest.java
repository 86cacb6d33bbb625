package io.tollgate.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.Cidr;
import io.tollgate.config.LockoutConfig;
import io.tollgate.config.LockoutConfig.UnknownDevices;
import io.tollgate.config.NetworkConfig;
import io.tollgate.config.Rate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockoutReaderTest {

    @TempDir
    Path temporary;

    private ConfigFolder folder;

    @BeforeEach
    void begin() {
        folder = new ConfigFolder(temporary);
    }

    @Test
    void every_figure_of_a_lockout_can_be_given() {
        String yaml = ConfigFolder.top(
                "lockout:",
                "  { after: 3, first: 1m, longest: 1h, until-admin-after: 9, per-network: 60/h, per-user: 50/d,",
                "    unknown-devices: { after: 7, for: 2h, until-admin-after: 100 } }");
        assertThat(folder.loaded(yaml).lockout())
                .isEqualTo(new LockoutConfig(
                        3,
                        Duration.ofMinutes(1),
                        Duration.ofHours(1),
                        9,
                        new Rate(60, Duration.ofHours(1)),
                        new UnknownDevices(7, Duration.ofHours(2), 100),
                        new Rate(50, Duration.ofDays(1))));
    }

    @Test
    void figures_of_unknown_devices_have_bounds() {
        assertThat(folder.whats(ConfigFolder.top("lockout: { per-user: 0/d, unknown-devices: { after: 0, for: 0s,"
                        + " until-admin-after: 0, x: 1 } }")))
                .containsExactlyInAnyOrder(
                        "lockout.per-user: \"0/d\" is out of bounds; give at least 1 and at most 1000000/m",
                        "lockout.unknown-devices.after: \"0\" is out of bounds; give from 1 to 100000",
                        "lockout.unknown-devices.for: \"0s\" is out of bounds; give from 1s to 30d",
                        "lockout.unknown-devices.until-admin-after: \"0\" is out of bounds; give from 1 to 100000",
                        "lockout.unknown-devices.x: unknown key; remove it; known here are after, for, "
                                + "until-admin-after");
    }

    @Test
    void declared_networks_are_read_in_order() {
        String yaml = ConfigFolder.top(
                "networks:",
                "  northside: { from: [203.0.113.0/28, \"2001:db8:7::/48\"], factor: 4 }",
                "  southside: { from: [198.51.100.7] }");
        assertThat(folder.loaded(yaml).networks())
                .containsExactly(
                        new NetworkConfig(
                                "northside", List.of(Cidr.parse("203.0.113.0/28"), Cidr.parse("2001:db8:7::/48")), 4),
                        new NetworkConfig("southside", List.of(Cidr.parse("198.51.100.7")), 10));
    }

    @Test
    void what_is_wrong_with_a_declared_network_is_told() {
        String yaml = ConfigFolder.top(
                "networks:",
                "  10.0.0.1: { from: [10.0.0.1] }",
                "  northside: { from: [], factor: 1001 }",
                "  southside: { factor: 2 }",
                "  eastside: { from: [10.0.0.300] }");
        assertThat(folder.whats(yaml))
                .containsExactlyInAnyOrder(
                        "networks.10.0.0.1: \"10.0.0.1\" is not a name for a network; begin with a letter and use"
                                + " letters, digits, \".\", \"_\" and \"-\"",
                        "networks.northside.from: is an empty list; name at least one, or leave out the key",
                        "networks.northside.factor: \"1001\" is out of bounds; give from 1 to 1000",
                        "networks.southside.from: is missing; add it: its addresses, as they reach the gateway",
                        "networks.eastside.from[0]: \"10.0.0.300\" is not a network; write a network such as"
                                + " 10.0.0.0/8 or 2001:db8::/32");
    }

    @Test
    void an_address_is_in_one_network_only() {
        String yaml = ConfigFolder.top(
                "networks:",
                "  northside: { from: [10.1.0.0/16] }",
                "  southside: { from: [10.2.0.0/16, 10.1.2.0/24] }");
        assertThat(folder.whats(yaml))
                .containsExactly("networks.southside.from[1]: \"10.1.2.0/24\" has addresses in common with "
                        + "\"10.1.0.0/16\" of \"northside\"; let each address be in one network, once");
    }
}
