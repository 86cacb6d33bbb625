package io.tollgate.filters.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That a lockout is no way to lock out people, and that guessing gets nowhere: in figures, which the document repeats. */
@Timeout(120)
final class LockoutSimulationTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "lockout-simulation.md");
    private static final String BEGIN = "<!-- figures: LockoutSimulationTest -->\n";
    private static final String END = "<!-- end of figures -->\n";

    @Test
    void nobody_on_a_known_device_or_in_a_declared_network_is_ever_refused_and_guessing_stays_in_its_budget()
            throws IOException {
        try (Siege siege = new Siege()) {
            siege.run();
            String figures = figures(siege);
            System.out.println(figures);

            assertThat(siege.attacks.values().stream().mapToInt(each -> each[0]).sum())
                    .isEqualTo(50_000);
            assertThat(siege.honest.get(Siege.Way.KNOWN_DEVICE).refused).isZero();
            assertThat(siege.honest.get(Siege.Way.DECLARED_NETWORK).refused).isZero();
            assertThat(siege.honest.get(Siege.Way.KNOWN_DEVICE).attempts).isGreaterThan(4000);
            assertThat(siege.honest.get(Siege.Way.DECLARED_NETWORK).attempts).isGreaterThan(2000);
            assertThat(siege.mostInADay()).isBetween(50, 100);
            assertThat(siege.events("attack.spraying")).isBetween(1L, 50L);
            assertThat(siege.events("attack.stuffing")).isBetween(300L, 500L);

            String document = Files.readString(DOCUMENT);
            assertThat(document)
                    .as("put what is printed above between the marks of %s", DOCUMENT)
                    .contains(BEGIN + figures + END);
        }
    }

    private static String figures(Siege siege) {
        StringBuilder table = new StringBuilder();
        table.append(
                "| honest people | attempts | mistyped | refused although right, or not judged |\n|---|---|---|---|\n");
        siege.honest.forEach((way, ours) -> table.append(
                "| %s | %d | %d | %d |\n".formatted(way.words, ours.attempts, ours.mistyped, ours.refused)));
        table.append(
                "\n| attack | attempts | compared with a user's password | 429 | got in |\n|---|---|---|---|---|\n");
        for (String kind : new String[] {"stuffing", "spraying", "targeted"}) {
            int[] n = siege.attacks.get(kind);
            table.append("| %s | %d | %d | %d | %d |\n".formatted(kind, n[0], n[1], n[2], n[3]));
        }
        table.append("\n| what | figure |\n|---|---|\n");
        table.append("| most passwords compared for one user in any 24 hours | %d |\n".formatted(siege.mostInADay()));
        table.append(
                "| compared for the one who is wanted, in two days | %d |\n".formatted(siege.comparedForTheWanted()));
        table.append("| events that report stuffing | %d |\n".formatted(siege.events("attack.stuffing")));
        table.append("| events that report spraying | %d |\n".formatted(siege.events("attack.spraying")));
        return table.toString();
    }
}
