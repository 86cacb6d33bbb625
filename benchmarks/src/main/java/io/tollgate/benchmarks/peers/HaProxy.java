package io.tollgate.benchmarks.peers;

import io.tollgate.benchmarks.process.Running;
import io.tollgate.benchmarks.process.Tool;
import io.tollgate.benchmarks.process.Workspace;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** HAProxy as a TLS proxy, without any login. */
record HaProxy() implements Peer {
    @Override
    public String name() {
        return "haproxy";
    }

    @Override
    public @Nullable String obstacle(Stage stage, Application application) {
        return Tool.find("haproxy") == null ? "haproxy is not installed" : null;
    }

    @Override
    public Contender start(Stage stage, Application application) {
        Path folder = stage.workspace().folder(name());
        int port = Workspace.freePort();
        Path file = Workspace.write(
                folder.resolve("haproxy.cfg"), """
                    global
                        maxconn 8000
                    no strict-limits
                        nbthread 1
                        ssl-default-bind-options ssl-min-ver TLSv1.3
                    defaults
                        mode http
                        http-reuse always
                        timeout connect 5s
                        timeout client 1h
                        timeout http-keep-alive 1h
                        timeout server 60s
                    frontend public
                        bind 127.0.0.1:%d ssl crt %s alpn h2,http/1.1
                        default_backend app
                    backend app
                        server app 127.0.0.1:%d pool-max-conn 512
                    """.formatted(port, stage.combined(), application.port()));
        Path haproxy = Tool.need("haproxy", "haproxy");
        Running process = stage.server(name(), List.of(haproxy.toString(), "-db", "-f", file.toString()), folder, port);
        String version = Versions.line(List.of(haproxy.toString(), "-v"), "HAProxy version");
        return new Contender(name(), null, process, port, false, "", version);
    }
}
