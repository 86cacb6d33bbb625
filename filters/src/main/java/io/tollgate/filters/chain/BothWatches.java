package io.tollgate.filters.chain;

import java.nio.ByteBuffer;

/** Two who look at the same body, of whom either may refuse it. Confined to the exchange's event loop. */
final class BothWatches implements BodyWatch {
    private final BodyWatch first;
    private final BodyWatch second;
    private boolean isRefusedByFirst;

    BothWatches(BodyWatch first, BodyWatch second) {
        this.first = first;
        this.second = second;
    }

    @Override
    public int look(ByteBuffer piece) {
        int held = first.look(piece);
        isRefusedByFirst = held == REFUSED;
        int heldToo = isRefusedByFirst ? REFUSED : second.look(piece);
        return heldToo == REFUSED ? REFUSED : Math.max(held, heldToo);
    }

    @Override
    public int end() {
        isRefusedByFirst = first.end() == REFUSED;
        return isRefusedByFirst ? REFUSED : second.end();
    }

    @Override
    public Verdict.Respond refusal() {
        return isRefusedByFirst ? first.refusal() : second.refusal();
    }
}
