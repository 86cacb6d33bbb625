package io.tollgate.filters.chain;

import java.nio.ByteBuffer;

/** Looks at the body of a permitted request as it passes, and may still refuse it. Confined to the exchange's event loop. */
public interface BodyWatch {
    /** What {@link #look} and {@link #end} return where nothing more may go upstream. */
    int REFUSED = -1;

    /**
     * Looks at a piece, which stays as it is.
     *
     * @return how many of the last bytes of all that were shown must not go upstream yet, or {@link #REFUSED}
     */
    int look(ByteBuffer piece);

    /** The body is complete: {@link #REFUSED}, or 0 where all of it may go. */
    int end();

    /** What is answered, and the evidence of it; asked once, after {@link #REFUSED}. */
    Verdict.Respond refusal();
}
