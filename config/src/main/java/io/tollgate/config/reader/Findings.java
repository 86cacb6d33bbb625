package io.tollgate.config.reader;

import io.tollgate.config.Position;
import io.tollgate.config.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects problems from everywhere and gives them back in the order of the files. Confined to one reading. */
final class Findings {

    private final List<String> files = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    /** The next file, in the order in which people would read them. */
    void file(String name) {
        files.add(name);
    }

    void add(Problem problem) {
        problems.add(problem);
    }

    void add(Position at, String key, String what, String remedy) {
        add(new Problem(at, key, what, remedy));
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    /** All of them, once each, by file, line and column. */
    List<Problem> inOrder() {
        return problems.stream()
                .distinct()
                .sorted(Comparator.comparingInt(
                                (Problem problem) -> files.indexOf(problem.at().file()))
                        .thenComparingInt(problem -> problem.at().line())
                        .thenComparingInt(problem -> problem.at().column()))
                .toList();
    }
}
