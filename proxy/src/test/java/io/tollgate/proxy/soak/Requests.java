package io.tollgate.proxy.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** The requests of a soak over HTTP/1.1: what is asked, and whether what came is its answer. Confined to one thread. */
final class Requests {
    private final Place place;
    private final RandomGenerator random;

    Requests(Place place, RandomGenerator random) {
        this.place = place;
        this.random = random;
    }

    /** One request and its answer. */
    sealed interface Ask {
        String kind();

        String nonce();

        record Echo(String nonce, boolean isKnown) implements Ask {
            @Override
            public String kind() {
                return isKnown ? "known" : "public";
            }
        }

        record Upload(String nonce, int size, boolean isChunked) implements Ask {
            @Override
            public String kind() {
                return "upload";
            }
        }

        record Download(String nonce, int size) implements Ask {
            @Override
            public String kind() {
                return "download";
            }
        }

        record Events(String nonce, int count) implements Ask {
            @Override
            public String kind() {
                return "events";
            }
        }
    }

    Ask next() {
        String nonce = place.nonce();
        int which = random.nextInt(100);
        if (which < 70) {
            return new Ask.Echo(nonce, which < 40);
        }
        if (which < 84) {
            return new Ask.Upload(nonce, random.nextInt(200_000), random.nextBoolean());
        }
        return which < 97 ? new Ask.Download(nonce, random.nextInt(600_000)) : new Ask.Events(nonce, 10);
    }

    static String path(Ask ask) {
        if (ask instanceof Ask.Download download) {
            return "/download/" + ask.nonce() + "/" + download.size();
        }
        if (ask instanceof Ask.Events events) {
            return "/events/" + ask.nonce() + "/" + events.count();
        }
        if (ask instanceof Ask.Echo echo) {
            return (echo.isKnown() ? "/known/" : "/echo/") + ask.nonce();
        }
        return "/upload/" + ask.nonce();
    }

    /** The head's lines up to its framing. */
    String head(Ask ask) {
        String method = ask instanceof Ask.Upload ? "POST " : "GET ";
        boolean isPublic = ask instanceof Ask.Echo echo && !echo.isKnown();
        return method + path(ask) + " HTTP/1.1\r\nHost: localhost\r\n"
                + (isPublic ? "" : "Cookie: " + place.cookie() + "\r\n");
    }

    void send(RawClient client, Ask ask) throws IOException {
        if (!(ask instanceof Ask.Upload upload)) {
            client.send(head(ask) + "\r\n");
            return;
        }
        byte[] body = Payload.of(ask.nonce(), upload.size());
        if (!upload.isChunked()) {
            client.send(head(ask) + "Content-Length: " + body.length + "\r\n\r\n");
            client.send(body);
            return;
        }
        client.send(head(ask) + "Transfer-Encoding: chunked\r\n\r\n");
        for (int at = 0; at < body.length; at += 40_000) {
            byte[] piece = Arrays.copyOfRange(body, at, Math.min(body.length, at + 40_000));
            client.send(Integer.toHexString(piece.length) + "\r\n");
            client.send(piece);
            client.send("\r\n");
        }
        client.send("0\r\n\r\n");
    }

    /** What an answer of 200 has to say. */
    static byte[] expected(Ask ask) {
        if (ask instanceof Ask.Download download) {
            return Payload.of(ask.nonce(), download.size());
        }
        StringBuilder text = new StringBuilder(ask instanceof Ask.Events ? "" : ask.nonce());
        if (ask instanceof Ask.Upload upload) {
            text.append(':').append(Payload.crc(Payload.of(ask.nonce(), upload.size())));
        } else if (ask instanceof Ask.Events events) {
            for (int i = 0; i < events.count(); i++) {
                text.append("data: ").append(ask.nonce()).append(' ').append(i).append("\n\n");
            }
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Counts an answer that came whole. */
    void judge(Ask ask, int status, byte[] body, long from, String protocol) {
        String kind = protocol + " " + ask.kind();
        if (status == 200 && Arrays.equals(body, expected(ask))) {
            place.ledger().count(kind, Ledger.Outcome.ANSWERED);
            return;
        }
        String said = new String(body, 0, Math.min(body.length, 200), StandardCharsets.ISO_8859_1);
        if (status == 200) {
            place.ledger().foreign(kind, ask + " was told " + said);
        } else {
            place.ledger().failed(kind, from, System.nanoTime(), ask + " was told " + status + " " + said);
        }
    }
}
