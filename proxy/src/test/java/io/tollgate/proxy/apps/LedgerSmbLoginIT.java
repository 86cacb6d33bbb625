package io.tollgate.proxy.apps;

import org.junit.jupiter.api.Tag;

/** LedgerSMB's login, guarded in place: Basic credentials with every request and a cookie that is set anew all the time. */
@Tag("apps")
final class LedgerSmbLoginIT implements OwnLoginContract {
    private final LegacyApp app = new LedgerSmb();

    @Override
    public LegacyApp app() {
        return app;
    }
}
