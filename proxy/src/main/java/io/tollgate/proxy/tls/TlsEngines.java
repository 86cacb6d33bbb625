package io.tollgate.proxy.tls;

import io.netty.handler.ssl.OpenSsl;
import io.tollgate.config.TlsEngine;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says which TLS engines can be had on this machine. Stateless. */
public final class TlsEngines {

    private TlsEngines() {}

    /** Why this engine can't be had here, without a full stop; null where it can. Loads native code. */
    public static @Nullable String absence(TlsEngine engine) {
        if (engine != TlsEngine.BORINGSSL || OpenSsl.isAvailable()) {
            return null;
        }
        return "engine boringssl is native code, which there is for Linux (glibc) and macOS on x86_64 and aarch64, and"
                + " not for "
                + platform();
    }

    /** What to do about it. */
    public static String remedy() {
        return "write engine: bouncy-castle, or jdk";
    }

    private static String platform() {
        return (System.getProperty("os.name", "this system") + " on " + System.getProperty("os.arch", "this processor"))
                .toLowerCase(Locale.ROOT);
    }
}
