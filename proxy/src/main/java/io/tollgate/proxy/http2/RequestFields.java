package io.tollgate.proxy.http2;

import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.RequestHead;
import io.tollgate.proxy.http.BadMessageException;
import io.tollgate.proxy.http.BodyFraming;
import io.tollgate.proxy.http.Bytes;
import io.tollgate.proxy.http.RequestHeads;
import io.tollgate.proxy.http.RequestMeta;
import io.tollgate.proxy.http.TargetForm;
import io.tollgate.proxy.http.Trailers;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Turns field sections of HTTP/2 into heads as HTTP/1.1 has them, judged as strictly (RFC 9113 section 8): a section that
 * could become two requests, or another one, is malformed. Confined to one event loop, for one section.
 */
final class RequestFields {
    private static final int MAX_METHOD = 32;
    private static final String[] COMMON = {"https", "GET", "POST"};
    private static final String[] CONNECTION_SPECIFIC = {
        "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"
    };

    private final HeaderFields section;
    private final int length;
    private @Nullable String method;
    private @Nullable String scheme;
    private @Nullable String path;
    private @Nullable String protocol;
    private int authority = -1;
    private int regular;
    private int hosts;
    private int crumbs;
    private int crumbBytes;

    private RequestFields(FieldBlock block) {
        this.section = block.fields();
        this.length = block.length();
    }

    /**
     * A request as it goes on.
     *
     * @param meta what its head says; its framing is the length declared, or chunked where none was and a body follows
     * @param isTunnel whether it is to become a WebSocket (RFC 8441)
     */
    record Request(RequestHead head, RequestMeta meta, boolean isTunnel) {}

    /** A section that is no request at all; the stream is reset (RFC 9113 section 8.1.1). */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * Reads a request's section.
     *
     * @param listenerScheme the only scheme that can be meant
     * @param isEnd whether no body follows
     * @throws MalformedException where it is no request of HTTP/2
     * @throws BadMessageException where it is one that is answered with a refusal
     */
    static Request request(FieldBlock block, String listenerScheme, boolean isEnd, WebSocketKeys keys)
            throws MalformedException, BadMessageException {
        BadMessageException problem = block.problem();
        if (problem != null) {
            throw problem;
        }
        RequestFields fields = new RequestFields(block);
        fields.check();
        return fields.request(listenerScheme, isEnd, keys);
    }

    /** Reads the section after a body. */
    static HeaderFields trailers(FieldBlock block) throws MalformedException, BadMessageException {
        if (block.problem() != null) {
            throw new MalformedException("trailers are too large");
        }
        HeaderFields section = block.fields();
        for (int i = 0; i < section.count(); i++) {
            checkName(section, i);
            checkValue(section, i);
        }
        Trailers.check(section);
        return section;
    }

    private void check() throws MalformedException, BadMessageException {
        boolean isRegular = false;
        for (int i = 0; i < section.count(); i++) {
            checkValue(section, i);
            if (isPseudo(i)) {
                if (isRegular) {
                    throw new MalformedException("a pseudo-header field after others");
                }
                pseudo(i);
            } else {
                isRegular = true;
                regular(i);
            }
        }
    }

    private boolean isPseudo(int i) {
        int start = section.nameStart(i);
        return section.nameEnd(i) > start && section.bytes()[start] == ':';
    }

    private void pseudo(int i) throws MalformedException {
        if (isExactly(section.nameStart(i), section.nameEnd(i), ":method")) {
            method = once(method, i);
        } else if (isExactly(section.nameStart(i), section.nameEnd(i), ":scheme")) {
            scheme = once(scheme, i);
        } else if (isExactly(section.nameStart(i), section.nameEnd(i), ":path")) {
            path = once(path, i);
        } else if (isExactly(section.nameStart(i), section.nameEnd(i), ":protocol")) {
            protocol = once(protocol, i);
        } else if (!isExactly(section.nameStart(i), section.nameEnd(i), ":authority")) {
            throw new MalformedException("an unknown pseudo-header field");
        } else if (authority >= 0) {
            throw new MalformedException("a pseudo-header field twice");
        } else {
            authority = i;
        }
    }

    private boolean isExactly(int start, int end, String text) {
        if (end - start != text.length()) {
            return false;
        }
        for (int at = start; at < end; at++) {
            if (section.bytes()[at] != text.charAt(at - start)) {
                return false;
            }
        }
        return true;
    }

    private String once(@Nullable String before, int i) throws MalformedException {
        if (before != null) {
            throw new MalformedException("a pseudo-header field twice");
        }
        for (String known : COMMON) { // What comes all the time is not made anew.
            if (isExactly(section.valueStart(i), section.valueEnd(i), known)) {
                return known;
            }
        }
        return section.value(i);
    }

    private void regular(int i) throws MalformedException, BadMessageException {
        checkName(section, i);
        RequestHeads.refuseLookAlikes(section.bytes(), section.nameStart(i), section.nameEnd(i));
        for (String name : CONNECTION_SPECIFIC) {
            if (section.isNamed(i, name)) {
                throw new MalformedException("a connection-specific field");
            }
        }
        if (section.isNamed(i, "te") && !section.hasValue(i, "trailers")) {
            throw new MalformedException("TE other than trailers");
        }
        if (section.isNamed(i, "host")) {
            hosts++;
            boolean isSame = authority < 0 || section.value(i).equalsIgnoreCase(section.value(authority));
            if (!isSame || hosts > 1) {
                throw new MalformedException("Host differs from :authority or comes twice");
            }
        } else if (section.isNamed(i, "cookie")) {
            crumbs++;
            crumbBytes += section.valueEnd(i) - section.valueStart(i) + 2;
        }
        regular++;
    }

    private static void checkName(HeaderFields fields, int i) throws MalformedException {
        int start = fields.nameStart(i);
        int end = fields.nameEnd(i);
        if (start == end) {
            throw new MalformedException("a field without a name");
        }
        for (int at = start; at < end; at++) {
            byte b = fields.bytes()[at];
            if (!Bytes.isToken(b) || (b >= 'A' && b <= 'Z')) {
                throw new MalformedException("a field name is not a token in lower case");
            }
        }
    }

    private static void checkValue(HeaderFields fields, int i) throws MalformedException {
        int start = fields.valueStart(i);
        int end = fields.valueEnd(i);
        byte[] bytes = fields.bytes();
        for (int at = start; at < end; at++) {
            if (!Bytes.isText(bytes[at])) {
                throw new MalformedException("a control character in a field value");
            }
        }
        if (start < end && (Bytes.isBlank(bytes[start]) || Bytes.isBlank(bytes[end - 1]))) {
            throw new MalformedException("a blank around a field value");
        }
    }

    private Request request(String listenerScheme, boolean isEnd, WebSocketKeys keys)
            throws MalformedException, BadMessageException {
        String verb = method;
        if (verb == null || verb.isEmpty() || verb.length() > MAX_METHOD || !isToken(verb)) {
            throw new MalformedException(":method is missing or not a token");
        }
        boolean isConnect = verb.equals("CONNECT");
        if (isConnect && protocol == null) {
            throw BadMessageException.request("method", "CONNECT is not served");
        }
        String target = path;
        if (target == null || target.isEmpty() || scheme == null) {
            throw new MalformedException(":path or :scheme is missing or empty");
        }
        if (!listenerScheme.equals(scheme)) {
            throw BadMessageException.request("scheme", ":scheme is not that of this listener");
        }
        if (target.charAt(0) != '/' || !isTarget(target)) {
            throw BadMessageException.request("target", ":path is not a path");
        }
        if (protocol != null) {
            if (!isConnect || isEnd) {
                throw new MalformedException(":protocol without an open CONNECT");
            }
            return tunnel(target, keys);
        }
        RequestHead head = new RequestHead(verb, target, 1, fields());
        return finished(head, framing(head, isEnd), null);
    }

    /** An upgrade as an application knows it: what proves it is made here, since HTTP/2 has none (RFC 8441 section 5). */
    private Request tunnel(String target, WebSocketKeys keys) throws MalformedException, BadMessageException {
        if (!"websocket".equals(protocol)) {
            throw new BadMessageException(501, "request.protocol", "a :protocol other than websocket");
        }
        if (section.has("content-length") || section.has("sec-websocket-key") || authority < 0) {
            throw new MalformedException("a CONNECT for a WebSocket with fields that are not for it");
        }
        String key = keys.next();
        HeaderFields fields = with(fields(), "Connection", "Upgrade", "Upgrade", "websocket", "Sec-WebSocket-Key", key);
        return finished(new RequestHead("GET", target, 1, fields), BodyFraming.NONE, WebSocketKeys.accept(key));
    }

    private Request finished(RequestHead head, long framing, @Nullable String webSocketAccept)
            throws BadMessageException {
        TargetForm form = TargetForm.read(head, "https");
        RequestMeta meta = RequestMeta.read(form.head(), form.authority(), framing, webSocketAccept);
        if (webSocketAccept != null && !meta.isWebSocket()) {
            throw BadMessageException.request("websocket", "a WebSocket that is not one of version 13");
        }
        return new Request(form.head(), meta, webSocketAccept != null);
    }

    private static long framing(RequestHead head, boolean isEnd) throws MalformedException, BadMessageException {
        long length = BodyFraming.ofRequest(head);
        if (head.fields().has("content-length")) {
            if (isEnd && length > 0) {
                throw new MalformedException("a length without a body");
            }
            return length;
        }
        return isEnd ? BodyFraming.NONE : BodyFraming.CHUNKED;
    }

    private static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!Bytes.isToken(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isTarget(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!Bytes.isTarget(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** The regular fields, Host first, the crumbs of cookies joined where the first of them was. */
    private HeaderFields fields() {
        boolean isHostMade = authority >= 0;
        int joined = crumbs > 1 ? crumbBytes - 2 : 0;
        byte[] bytes = joined > 0 ? Arrays.copyOf(section.bytes(), length + joined) : section.bytes();
        int[] index = new int[(regular + 1) * HeaderFields.STRIDE];
        int count = 0;
        if (isHostMade) {
            set(index, count++, 0, FieldBlock.HOST.length, section.valueStart(authority), section.valueEnd(authority));
        }
        boolean isCookieDone = false;
        for (int i = 0; i < section.count(); i++) {
            boolean isCookie = section.isNamed(i, "cookie");
            boolean isLeftOut = isPseudo(i) || (isHostMade && section.isNamed(i, "host")) || (isCookie && isCookieDone);
            if (isLeftOut) {
                continue;
            }
            int start = section.valueStart(i);
            int stop = section.valueEnd(i);
            if (isCookie && joined > 0) {
                start = length;
                stop = start + joined;
                join(bytes, start);
            }
            isCookieDone |= isCookie;
            set(index, count++, section.nameStart(i), section.nameEnd(i), start, stop);
        }
        return new HeaderFields(bytes, index, count);
    }

    private void join(byte[] bytes, int start) {
        int at = start;
        for (int i = section.find("cookie", 0); i >= 0; i = section.find("cookie", i + 1)) {
            if (at > start) {
                bytes[at++] = ';';
                bytes[at++] = ' ';
            }
            int length = section.valueEnd(i) - section.valueStart(i);
            System.arraycopy(section.bytes(), section.valueStart(i), bytes, at, length);
            at += length;
        }
    }

    private static void set(int[] index, int i, int nameStart, int nameEnd, int valueStart, int valueEnd) {
        int slot = i * HeaderFields.STRIDE;
        index[slot] = nameStart;
        index[slot + 1] = nameEnd;
        index[slot + 2] = valueStart;
        index[slot + 3] = valueEnd;
    }

    private static HeaderFields with(HeaderFields fields, String... namesAndValues) {
        String[] all = new String[fields.count() * 2 + namesAndValues.length];
        for (int i = 0; i < fields.count(); i++) {
            all[i * 2] = fields.name(i);
            all[i * 2 + 1] = fields.value(i);
        }
        System.arraycopy(namesAndValues, 0, all, fields.count() * 2, namesAndValues.length);
        return HeaderFields.of(all);
    }
}
