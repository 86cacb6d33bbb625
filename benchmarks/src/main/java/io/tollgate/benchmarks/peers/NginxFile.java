package io.tollgate.benchmarks.peers;

import java.nio.file.Path;

/** What stands around the servers in an nginx.conf: one worker in the foreground, nothing outside its folder. Stateless. */
final class NginxFile {
    private NginxFile() {}

    static String of(Path folder, String servers) {
        return """
            worker_processes 1; pid %1$s/pid; error_log %1$s/error.log error; daemon off; worker_rlimit_nofile 65536;
            events { worker_connections 32768; }
            http {
              access_log off; sendfile on; tcp_nopush on; keepalive_timeout 1h; keepalive_requests 100000000;
              client_body_temp_path %1$s/b; proxy_temp_path %1$s/p; fastcgi_temp_path %1$s/f; uwsgi_temp_path %1$s/u;
              scgi_temp_path %1$s/s;
            %2$s
            }
            """.formatted(folder, servers);
    }
}
