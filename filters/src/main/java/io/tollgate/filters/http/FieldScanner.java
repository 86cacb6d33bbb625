package io.tollgate.filters.http;

import java.nio.ByteBuffer;

/** Looks at a form as it passes, for fields of certain names. Used by one thread at a time. */
public sealed interface FieldScanner permits PartScanner, PairScanner {
    /** What {@link #look} and {@link #end} return where the body must not go on. */
    int REFUSED = -1;

    /**
     * Looks at the next bytes; the buffer stays as it is.
     *
     * @return how many of the last bytes of all that were shown must not go on yet, or {@link #REFUSED}
     */
    int look(ByteBuffer bytes);

    /** The body is complete: {@link #REFUSED}, or 0 where the rest may go. */
    int end();

    /** What is sought, and what is thought of it. */
    interface Sought {
        /** Whether the value of a field of this name is to be shown. */
        boolean isSought(String name);

        /** Whether the head of a part, which parsers read in several ways, may hold such a name in any of them. */
        boolean mayBeSought(String head);

        /**
         * Whether the body may go on in spite of this field.
         *
         * @param field whose value is shown up to the first character after its first word
         */
        boolean mayPass(Parameter field);

        /** Told once where the body is refused because it can be read in several ways. */
        void unclear();
    }
}
