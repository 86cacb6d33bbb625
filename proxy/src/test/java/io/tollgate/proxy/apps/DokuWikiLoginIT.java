package io.tollgate.proxy.apps;

import org.junit.jupiter.api.Tag;

/** DokuWiki's login, guarded in place: its fields count on every page, and a wrong password is a 403. */
@Tag("apps")
final class DokuWikiLoginIT implements OwnLoginContract {
    private final LegacyApp app = new DokuWiki();

    @Override
    public LegacyApp app() {
        return app;
    }
}
