package io.tollgate.proxy.tls;

import java.util.List;
import java.util.stream.Collectors;

/** Thrown where certificates or keys cannot be used; carries every problem that was found. */
public final class TlsProblemException extends Exception {

    private final transient List<TlsProblem> problems;

    TlsProblemException(TlsProblem problem) {
        this(List.of(problem));
    }

    TlsProblemException(List<TlsProblem> problems) {
        super(problems.stream().map(TlsProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** Of several loads together. */
    public static TlsProblemException of(List<TlsProblem> problems) {
        return new TlsProblemException(problems);
    }

    /** At least one. */
    public List<TlsProblem> problems() {
        return problems;
    }
}
