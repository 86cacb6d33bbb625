package io.tollgate.filters;

import io.tollgate.filters.chain.KeptBody;

/** A body that says whether it was deleted. */
public final class FakeKeptBody implements KeptBody {
    private final long length;
    public boolean isDeleted;

    public FakeKeptBody(long length) {
        this.length = length;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void delete() {
        isDeleted = true;
    }
}
