package io.tollgate.filters;

import io.tollgate.filters.access.Denied;
import io.tollgate.filters.access.HiddenMethods;
import io.tollgate.filters.chain.BodyWatch;
import io.tollgate.filters.chain.Verdict.Respond;
import io.tollgate.filters.http.FieldScanner;
import java.nio.ByteBuffer;
import java.util.function.Function;

/** Refuses a body in which a method is hidden that is not allowed. Confined to the exchange's event loop. */
final class FieldWatch implements BodyWatch {
    private final FieldScanner scanner;
    private final HiddenMethods methods;
    private final Function<Denied, Respond> refusal;

    FieldWatch(FieldScanner scanner, HiddenMethods methods, Function<Denied, Respond> refusal) {
        this.scanner = scanner;
        this.methods = methods;
        this.refusal = refusal;
    }

    @Override
    public int look(ByteBuffer piece) {
        return scanner.look(piece);
    }

    @Override
    public int end() {
        return scanner.end();
    }

    @Override
    public Respond refusal() {
        Denied denied = methods.denied();
        return refusal.apply(denied == null ? new Denied("access.form", null) : denied);
    }
}
