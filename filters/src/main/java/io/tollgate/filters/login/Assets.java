package io.tollgate.filters.login;

import io.tollgate.filters.http.RequestHead;
import io.tollgate.filters.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The style sheet, icon and script of the pages, read once. Immutable.
 *
 * <p>Pages name them with their version, so they may be kept for ever; whoever asks without it gets the same, by ETag.
 */
final class Assets {
    private static final Map<String, String> TYPES = Map.of(
            "tollgate.css", "text/css; charset=utf-8",
            "tollgate.svg", "image/svg+xml",
            "passkey.js", "text/javascript; charset=utf-8");

    private final Map<String, byte[]> contents = new LinkedHashMap<>();
    private final String version;

    Assets() {
        MessageDigest sha256 = sha256();
        TYPES.keySet().stream().sorted().forEach(name -> {
            byte[] content = read(name);
            contents.put(name, content);
            sha256.update(content);
        });
        version = HexFormat.of().formatHex(sha256.digest(), 0, 6);
    }

    /** Changes with every change of any of them. */
    String version() {
        return version;
    }

    /** The style sheet, for a page that nobody would serve it to. */
    String style() {
        return new String(sheet(), StandardCharsets.UTF_8);
    }

    /** What allows a page to have the style sheet in it (CSP Level 3 section 2.3.1). */
    String styleHash() {
        return Base64.getEncoder().encodeToString(sha256().digest(sheet()));
    }

    private byte[] sheet() {
        return Objects.requireNonNull(contents.get("tollgate.css"));
    }

    /** The asset of this name below {@code assets/}; null where there is none. */
    @Nullable
    Response answer(String name, RequestHead request) {
        byte[] content = contents.get(name);
        String type = TYPES.get(name);
        if (content == null || type == null) {
            return null;
        }
        String etag = '"' + version + '"';
        boolean isKept = etag.equals(request.fields().first("if-none-match"));
        Response response = Response.of(isKept ? 304 : 200)
                .with("etag", etag)
                .with("cache-control", "public, max-age=31536000, immutable")
                .with("x-content-type-options", "nosniff");
        return isKept ? response : response.with("content-type", type).body(content);
    }

    private static byte[] read(String name) {
        try (InputStream in = Assets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("not in the jar: " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
