package io.tollgate.proxy.apps;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An application that {@code .ci/apps} has installed and started, and the folder with its logs. */
record Installed(int port, Path folder) {

    /** The one of this name, or an error that says how to get it. */
    static Installed named(String name) {
        String url = System.getProperty("tollgate.test." + name, "");
        String folder = System.getProperty("tollgate.test.apps", "");
        if (!url.startsWith("http://127.0.0.1:") || folder.isEmpty()) {
            throw new IllegalStateException("run .ci/apps, which starts " + name + " and says where it is");
        }
        return new Installed(URI.create(url).getPort(), Path.of(folder, name));
    }

    /** The lines of one of its logs; none where nothing was written yet. */
    List<String> log(String file) throws IOException {
        Path log = folder.resolve("run").resolve(file);
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }
}
