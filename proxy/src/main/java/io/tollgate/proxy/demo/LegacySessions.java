package io.tollgate.proxy.demo;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * The application's own sessions, named by its own cookie. They never expire and are bound to nobody: whoever sends the cookie
 * is in. The one unused for longest goes when there are too many. Safe for use by any thread.
 */
final class LegacySessions {

    static final String COOKIE = "BILLINGSID";

    private static final int MOST = 1000;

    private final SecureRandom random;

    @SuppressWarnings("serial") // never serialized
    private final Map<String, LegacySession> sessions = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, LegacySession> eldest) {
            return size() > MOST;
        }
    };

    LegacySessions(SecureRandom random) {
        this.random = random;
    }

    /** The first session that one of these {@code Cookie} field values names, or null. */
    synchronized @Nullable LegacySession find(List<String> cookieFields) {
        for (String field : cookieFields) {
            StringTokenizer cookies = new StringTokenizer(field, ";");
            while (cookies.hasMoreTokens()) {
                String cookie = cookies.nextToken().trim();
                if (cookie.startsWith(COOKIE + "=")) {
                    LegacySession session = sessions.get(cookie.substring(COOKIE.length() + 1));
                    if (session != null) {
                        return session;
                    }
                }
            }
        }
        return null;
    }

    synchronized LegacySession open() {
        byte[] bytes = new byte[12];
        random.nextBytes(bytes);
        LegacySession session =
                new LegacySession(HexFormat.of().formatHex(bytes).toUpperCase(Locale.ROOT));
        sessions.put(session.id(), session);
        return session;
    }
}
