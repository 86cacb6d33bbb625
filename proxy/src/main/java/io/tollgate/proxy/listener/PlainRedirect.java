package io.tollgate.proxy.listener;

import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Judges a plain request's head and words the answer.
 *
 * <p>Only GET and HEAD are redirected. Anything else has carried its content in clear already, or would be sent again:
 * the sender has to be mended, so it is told (403). A host that is not this gateway's is refused, so that no name of
 * somebody else's is ever put into a Location.
 */
final class PlainRedirect {

    private PlainRedirect() {}

    /** The whole response, for a head without its final empty line. */
    static String answer(String head, int port, Predicate<String> hosts) {
        String[] lines = head.split("\r\n", -1);
        String[] request = lines[0].split(" ", -1);
        if (request.length != 3 || !request[2].matches("HTTP/1\\.[01]") || !request[0].matches("[A-Z]{1,20}")) {
            return badRequest();
        }
        String host = host(lines);
        if (host == null || !isTarget(request[1])) {
            return badRequest();
        }
        if (!request[0].equals("GET") && !request[0].equals("HEAD")) {
            return refused(403, "Forbidden");
        }
        if (!hosts.test(host)) {
            return refused(421, "Misdirected Request");
        }
        String location = "https://" + host + (port == 443 ? "" : ":" + port) + request[1];
        return response(301, "Moved Permanently", "Location: " + location + "\r\n", "");
    }

    /** A refusal with a short text for a person. */
    static String refused(int status, String reason) {
        String text = status == 403
                ? "This address only leads to the encrypted one. Nothing was done. Please use https://\n"
                : status + " " + reason + "\n";
        return response(status, reason, "Content-Type: text/plain; charset=us-ascii\r\n", text);
    }

    private static String badRequest() {
        return refused(400, "Bad Request");
    }

    private static String response(int status, String reason, String fields, String body) {
        return "HTTP/1.1 " + status + " " + reason + "\r\n" + fields + "Content-Length: " + body.length()
                + "\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n" + body;
    }

    /** The one Host field's name, in lower case, without port; null where it is missing, doubled or odd (RFC 9112, 3.2). */
    private static @Nullable String host(String[] lines) {
        String found = null;
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon < 1 || !isToken(lines[i].substring(0, colon))) {
                return null;
            }
            if (lines[i].substring(0, colon).equalsIgnoreCase("host")) {
                if (found != null) {
                    return null;
                }
                found = lines[i].substring(colon + 1).strip().toLowerCase(Locale.ROOT);
            }
        }
        return found == null ? null : withoutPort(found);
    }

    private static boolean isToken(String name) {
        return name.chars().allMatch(c -> c > ' ' && c < 0x7F && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0);
    }

    private static @Nullable String withoutPort(String host) {
        if (host.length() > 261) {
            return null;
        }
        boolean v6 = host.matches("\\[[0-9a-f:.]{2,45}](:[0-9]{1,5})?");
        boolean name = host.matches("[a-z0-9]([a-z0-9._-]*[a-z0-9])?\\.?(:[0-9]{1,5})?");
        if (!v6 && !name) {
            return null;
        }
        int end = v6 ? host.indexOf(']') + 1 : (host.indexOf(':') < 0 ? host.length() : host.indexOf(':'));
        return host.substring(0, end);
    }

    private static boolean isTarget(String target) {
        return target.startsWith("/") && target.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }
}
