package io.tollgate.filters.chain;

/** A request's body that was kept whole, to go upstream later or never. Safe for use by any thread. */
public interface KeptBody {
    /** The body of a request that has none. */
    KeptBody NONE = new KeptBody() {
        @Override
        public long length() {
            return 0;
        }

        @Override
        public void delete() {
            // Nothing was kept.
        }
    };

    /** How many bytes it has. */
    long length();

    /** Lets it go for good, wherever it was kept; never blocks, and a second time does nothing. */
    void delete();
}
