package io.tollgate.benchmarks.peers;

import io.tollgate.benchmarks.process.Running;
import io.tollgate.benchmarks.process.Tool;
import io.tollgate.benchmarks.process.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * nginx as a TLS proxy: plain, which is what everybody is compared with, or asking another server about each request.
 *
 * @param asks whether {@code auth_request} is used
 */
record Nginx(boolean asks) implements Peer {
    static final String PLAIN = "nginx";

    /** For 100 MB nginx does better with buffers larger than its own, and does not need them elsewhere. */
    private static final String LARGE_BODIES =
            "proxy_buffer_size 64k; proxy_buffers 16 64k; proxy_busy_buffers_size 256k; proxy_max_temp_file_size 0;";

    private static final String PASS =
            "proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection ''; proxy_set_header Host"
                    + " $host;";

    @Override
    public String name() {
        return asks ? "nginx-auth-request" : PLAIN;
    }

    @Override
    public @Nullable String obstacle(Stage stage, Application application) {
        Path nginx = Tool.find("nginx");
        if (nginx == null) {
            return "nginx is not installed";
        }
        boolean canAsk = Tool.run(List.of(nginx.toString(), "-V"), Duration.ofSeconds(10))
                .text()
                .contains("http_auth_request_module");
        return asks && !canAsk ? "this nginx is built without auth_request" : null;
    }

    @Override
    public Contender start(Stage stage, Application application) {
        Path folder = stage.workspace().openFolder(name());
        int port = Workspace.freePort();
        Path conf =
                Workspace.write(folder.resolve("nginx.conf"), NginxFile.of(folder, servers(stage, application, port)));
        Path nginx = Tool.need("nginx", "nginx");
        Running process = stage.server(
                name(), List.of(nginx.toString(), "-c", conf.toString(), "-p", folder.toString()), folder, port);
        String version = Versions.line(List.of(nginx.toString(), "-v"), "nginx/");
        return new Contender(name(), null, process, port, false, asks ? Application.SESSION : "", version);
    }

    private String servers(Stage stage, Application application, int port) {
        String asking = asks ? "auth_request /asks;" : "";
        String answering = """
                location = /asks { internal; proxy_pass http://auth; proxy_pass_request_body off; proxy_http_version 1.1;
                  proxy_set_header Connection ''; proxy_set_header Content-Length ''; }
            """;
        return """
              upstream app { server 127.0.0.1:%d; keepalive 512; keepalive_requests 100000000; }
              upstream auth { server 127.0.0.1:%d; keepalive 512; keepalive_requests 100000000; }
              server {
                listen 127.0.0.1:%d ssl http2; http2_max_concurrent_streams 128;
                ssl_certificate %s; ssl_certificate_key %s; ssl_protocols TLSv1.3;
                location / { %s %s }
                location %s { %s %s %s }
            %s
              }
            """.formatted(
                        application.port(),
                        application.authPort(),
                        port,
                        stage.certificate(),
                        stage.key(),
                        asking,
                        PASS,
                        Application.LARGE,
                        asking,
                        PASS,
                        LARGE_BODIES,
                        asks ? answering : "");
    }
}
