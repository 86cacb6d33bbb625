package io.tollgate.benchmarks.micro;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What has become worse since a baseline, in bytes: those are the same on a busy machine, time is not. Stateless.
 *
 * <p>A row may have a fiftieth more, and eight bytes in any case: an object that each operation makes has sixteen at least.
 */
final class Comparison {
    private static final double SHARE = 0.02;
    private static final double ALWAYS = 8;

    private Comparison() {}

    /**
     * What is wrong, a sentence each; empty where nothing is.
     *
     * @param isComplete whether everything was measured, so that what is missing is missed
     */
    static List<String> complaints(Baseline baseline, List<Row> measured, boolean isComplete) {
        Map<String, Row> before = baseline.rows().stream().collect(Collectors.toMap(Row::name, row -> row));
        Map<String, Row> now = measured.stream().collect(Collectors.toMap(Row::name, row -> row));
        List<String> complaints = new ArrayList<>();
        for (Row row : measured) {
            Row known = before.get(row.name());
            if (known == null) {
                complaints.add(row.name() + " is not in the baseline; record it with --record");
            } else if (row.bytes() > most(known)) {
                complaints.add(String.format(
                        Locale.ROOT, "%s: %.1f bytes before, %.1f bytes now", row.name(), known.bytes(), row.bytes()));
            }
        }
        if (isComplete) {
            for (Row row : baseline.rows()) {
                if (!now.containsKey(row.name())) {
                    complaints.add(
                            row.name() + " is in the baseline and was not measured; record it anew with --record");
                }
            }
        }
        return complaints;
    }

    private static double most(Row before) {
        return before.bytes() + Math.max(ALWAYS, before.bytes() * SHARE);
    }
}
