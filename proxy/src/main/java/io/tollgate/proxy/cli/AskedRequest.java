package io.tollgate.proxy.cli;

import io.tollgate.config.AppConfig;
import io.tollgate.config.GatewayConfig;
import io.tollgate.config.HostPattern;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request as somebody asks about it: {@code GET /path}, {@code /path} or {@code POST https://host/path}. Immutable.
 *
 * @param method as sent
 * @param host the Host field
 * @param target path and query as a browser sends them
 */
record AskedRequest(String method, String host, String target) {
    private static final Pattern METHOD = Pattern.compile("[A-Za-z]+");
    private static final Pattern URL = Pattern.compile("https?://([^/?#]*)([^#]*)(#.*)?", Pattern.CASE_INSENSITIVE);

    /** Reads what was asked, or throws with what is wrong. */
    static AskedRequest parse(List<String> words, GatewayConfig config) {
        String text = String.join(" ", words).strip();
        int blank = text.indexOf(' ');
        boolean hasMethod =
                blank > 0 && METHOD.matcher(text.substring(0, blank)).matches();
        String method = hasMethod ? text.substring(0, blank) : "GET";
        String where = hasMethod ? text.substring(blank + 1).strip() : text;
        if (method.equals(method.toLowerCase(Locale.ROOT))) {
            method = method.toUpperCase(Locale.ROOT);
        }
        Matcher url = URL.matcher(where);
        if (url.matches()) {
            String target = url.group(2);
            return new AskedRequest(method, url.group(1), encoded(target.startsWith("/") ? target : "/" + target));
        }
        if (!where.startsWith("/")) {
            throw CommandException.wrong("\"" + where + "\" is neither a path nor a URL; ask such as: tollgate explain"
                    + " --role ROLE \"GET /invoices/17\"");
        }
        return new AskedRequest(method, onlyHost(config), encoded(where));
    }

    /** The host where a path alone says which is meant. */
    private static String onlyHost(GatewayConfig config) {
        Set<String> hosts = new TreeSet<>();
        for (AppConfig app : config.apps()) {
            if (app.hosts().isEmpty()) {
                hosts.add("localhost");
            }
            for (HostPattern host : app.hosts()) {
                hosts.add((host.wildcard() ? "any." : "") + host.name());
            }
        }
        boolean hasOneTable = hosts.size() == 1 || config.apps().size() == 1;
        if (!hasOneTable) {
            throw CommandException.wrong("apps have several hosts; ask with a whole URL, such as: GET https://"
                    + hosts.iterator().next() + "/");
        }
        return hosts.iterator().next();
    }

    /** As a browser sends it: what is not ASCII, percent-encoded in UTF-8. */
    private static String encoded(String target) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : target.getBytes(StandardCharsets.UTF_8)) {
            if (b < 0) {
                encoded.append(String.format(Locale.ROOT, "%%%02X", b & 0xff));
            } else {
                encoded.append((char) b);
            }
        }
        return encoded.toString();
    }
}
