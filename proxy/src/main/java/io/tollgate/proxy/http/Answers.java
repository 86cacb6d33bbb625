package io.tollgate.proxy.http;

import io.tollgate.filters.http.Field;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.http.ResponseHead;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Makes the heads of the gateway's own answers, and prepares those of applications to be passed on. Stateless. */
public final class Answers {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final String[] HOP_BY_HOP = {
        "connection", "keep-alive", "proxy-connection", "transfer-encoding", "te", "upgrade", "trailer"
    };

    private Answers() {}

    /** The head of an answer of ours, with its length and date. */
    public static ResponseHead head(Response response, InstantSource clock) {
        ResponseHead head =
                new ResponseHead(response.status(), ReasonPhrases.of(response.status()), HeaderFields.EMPTY);
        for (Field field : response.fields()) {
            head.add(field.name(), field.value());
        }
        head.setIfAbsent("Date", DATE.format(clock.instant()));
        if (response.status() != 204 && response.status() != 304) {
            head.add("Content-Length", Integer.toString(response.body().length));
        }
        return head;
    }

    /** The head of an application's answer, without what was for one hop only (RFC 9110 section 7.6.1). */
    public static ResponseHead head(AnswerHead answer, long framing, boolean isHeadRequest) {
        HeaderFields fields = answer.fields();
        ResponseHead head = new ResponseHead(answer.status(), answer.reasonPhrase(), fields);
        boolean isSwitching = answer.status() == 101;
        for (String name : HOP_BY_HOP) {
            for (int i = fields.find(name, 0); i >= 0; i = fields.find(name, i + 1)) {
                if (name.equals("connection") && !isUsual(fields, i)) {
                    removeListed(head, fields.value(i));
                }
                if (!(isSwitching && name.equals("upgrade"))) {
                    head.remove(i);
                }
            }
        }
        boolean keepsLength =
                framing > 0 || (framing == BodyFraming.NONE && answer.status() != 204 && answer.status() >= 200);
        if (!keepsLength) {
            head.remove("content-length");
        } else if (isHeadRequest || answer.status() == 304) {
            keepOneLength(head, fields);
        }
        return head;
    }

    /** What nearly every answer says, and what names no other field. */
    private static boolean isUsual(HeaderFields fields, int i) {
        return fields.hasValue(i, "keep-alive") || fields.hasValue(i, "close");
    }

    /** An answer without a body may carry odd lengths: one that is a number passes, as the length a body would have. */
    private static void keepOneLength(ResponseHead head, HeaderFields fields) {
        int i = fields.find("content-length", 0);
        boolean isOdd = i >= 0 && (fields.find("content-length", i + 1) >= 0 || !BodyFraming.isLength(fields, i));
        if (isOdd) {
            head.remove("content-length");
        }
    }

    private static void removeListed(ResponseHead head, String names) {
        for (String part : names.split(",", -1)) {
            String name = part.strip().toLowerCase(Locale.ROOT);
            boolean isEndToEnd = name.isEmpty()
                    || name.equals("close")
                    || name.equals("content-length")
                    || name.equals("upgrade")
                    || name.equals("set-cookie");
            if (!isEndToEnd) {
                head.remove(name);
            }
        }
    }
}
