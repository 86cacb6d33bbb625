package io.tollgate.proxy.apps;

import io.tollgate.proxy.Tomcat;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tomcat's {@code FORM} login, guarded in place: a status and a redirect tell. */
@Tag("apps")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TomcatLoginIT implements OwnLoginContract {
    private Tomcat tomcat;
    private LegacyApp app;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        tomcat = Tomcat.start(folder);
        app = new TomcatExamples(tomcat);
    }

    @AfterAll
    void stop() {
        tomcat.close();
    }

    @Override
    public LegacyApp app() {
        return app;
    }
}
