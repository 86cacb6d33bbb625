package io.tollgate.benchmarks.report;

import java.util.List;

/** Colours that are told apart also by people who do not see all of them. Stateless. */
final class Colours {
    private static final List<String> ALL = List.of(
            "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#7f7f7f", "#b8a800", "#5b3a8c",
            "#8c510a", "#111111");

    private Colours() {}

    static String of(int index) {
        return ALL.get(Math.floorMod(index, ALL.size()));
    }
}
