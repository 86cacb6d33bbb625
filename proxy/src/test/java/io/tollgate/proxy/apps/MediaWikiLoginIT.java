package io.tollgate.proxy.apps;

import org.junit.jupiter.api.Tag;

/** MediaWiki's login, guarded in place: a wrong password is a 200, told by what the page says. */
@Tag("apps")
final class MediaWikiLoginIT implements OwnLoginContract {
    private final LegacyApp app = new MediaWiki();

    @Override
    public LegacyApp app() {
        return app;
    }
}
