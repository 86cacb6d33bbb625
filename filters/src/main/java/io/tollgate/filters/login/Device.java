package io.tollgate.filters.login;

import io.tollgate.filters.http.RequestHead;
import java.util.Locale;

/**
 * What a person recognises a login by: browser and system, as far as the User-Agent tells. The few possible answers are
 * all that is kept of it.
 */
final class Device {
    private static final String[][] BROWSERS = {
        {"edg", "Edge"},
        {"opr/", "Opera"},
        {"firefox/", "Firefox"},
        {"fxios/", "Firefox"},
        {"crios/", "Chrome"},
        {"chrome/", "Chrome"},
        {"safari/", "Safari"}
    };
    private static final String[][] SYSTEMS = {
        {"iphone", "an iPhone"},
        {"ipad", "an iPad"},
        {"android", "Android"},
        {"windows", "Windows"},
        {"cros", "ChromeOS"},
        {"mac os x", "a Mac"},
        {"linux", "Linux"}
    };

    private Device() {}

    static String of(RequestHead head) {
        String agent = head.fields().first("user-agent");
        String lower = agent == null ? "" : agent.toLowerCase(Locale.ROOT);
        String name = first(lower, BROWSERS, "A browser") + " on " + first(lower, SYSTEMS, "a computer");
        return name.intern(); // one object for a million sessions; there are 64 of them at the most
    }

    private static String first(String agent, String[][] signs, String otherwise) {
        for (String[] sign : signs) {
            if (agent.contains(sign[0])) {
                return sign[1];
            }
        }
        return otherwise;
    }
}
