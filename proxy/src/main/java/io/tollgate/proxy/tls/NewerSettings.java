package io.tollgate.proxy.tls;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import javax.net.ssl.SSLParameters;

/**
 * Settings of TLS that newer Java runtimes have and older do not: groups since 20, signatures since 19. Without them the runtime's own
 * lists hold. Stateless.
 */
final class NewerSettings {

    private NewerSettings() {}

    /** Names that the runtime does not know are left out by it. */
    static void apply(SSLParameters parameters) {
        set(parameters, "setNamedGroups", ServerTerms.GROUPS);
        set(parameters, "setSignatureSchemes", ServerTerms.SIGNATURES);
    }

    private static void set(SSLParameters parameters, String setter, List<String> words) {
        Method method;
        try {
            method = SSLParameters.class.getMethod(setter, String[].class);
        } catch (NoSuchMethodException e) {
            return;
        }
        try {
            method.invoke(parameters, (Object) words.toArray(String[]::new));
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("this Java runtime refuses a setting of TLS: " + setter, e);
        }
    }
}
