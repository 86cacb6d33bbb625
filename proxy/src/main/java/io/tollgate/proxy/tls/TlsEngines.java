package io.tollgate.proxy.tls;

import io.netty.handler.ssl.OpenSsl;
import io.tollgate.config.TlsEngine;
import org.jspecify.annotations.Nullable;

/** Says which TLS engines can be had on this machine. Stateless. */
public final class TlsEngines {

    private TlsEngines() {}

    /** Why this engine can't be had here, without a full stop; null where it can. Loads native code. */
    public static @Nullable String absence(TlsEngine engine) {
        return absence(engine, engine != TlsEngine.BORINGSSL || OpenSsl.isAvailable());
    }

    static @Nullable String absence(TlsEngine engine, boolean isLoaded) {
        return isLoaded
                ? null
                : "engine " + engine.word()
                        + " is native code for Linux (glibc) and macOS on x86_64 and aarch64, and can't be"
                        + " loaded here (" + System.getProperty("os.name", "unknown system") + ", "
                        + System.getProperty("os.arch", "unknown processor") + ")";
    }

    /** What to do about it. */
    public static String remedy() {
        return "write engine: bouncy-castle, or jdk; if this is such a machine, the folder of java.io.tmpdir must"
                + " allow programs";
    }
}
