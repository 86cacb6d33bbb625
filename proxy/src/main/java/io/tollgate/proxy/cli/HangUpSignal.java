package io.tollgate.proxy.cli;

import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGHUP, by the class that every JDK has for it: {@code sun.misc.Signal} of the module {@code jdk.unsupported}, which stays
 * until there is another way (JEP 260). Reached by reflection, as the compiler warns of its name whatever it is told. Stateless.
 */
final class HangUpSignal {
    private static final Logger LOG = LoggerFactory.getLogger(HangUpSignal.class);

    private HangUpSignal() {}

    /**
     * From now on the signal ends the process no more, but does this, each time on a thread of its own. Where it is not heard
     * (under {@code nohup}, with {@code -Xrs}) there is still {@code tollgate reload}.
     */
    static void listen(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object heard = Proxy.newProxyInstance(
                    HangUpSignal.class.getClassLoader(),
                    new Class<?>[] {handler},
                    (self, method, arguments) -> answer(action, self, method.getName(), arguments));
            Object hangUp = signal.getConstructor(String.class).newInstance("HUP");
            signal.getMethod("handle", signal, handler).invoke(null, hangUp, heard);
        } catch (ReflectiveOperationException e) {
            LOG.warn("reload.signal: SIGHUP is not heard by this process; use: tollgate reload", e);
        }
    }

    private static @Nullable Object answer(Runnable action, Object self, String method, Object @Nullable [] arguments) {
        return switch (method) {
            case "equals" -> arguments != null && self == arguments[0];
            case "hashCode" -> System.identityHashCode(self);
            case "toString" -> "SIGHUP";
            default -> {
                action.run();
                yield null;
            }
        };
    }
}
