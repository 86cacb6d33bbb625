package io.tollgate.proxy.http;

import io.tollgate.proxy.http.Difference.Kind;
import io.tollgate.proxy.http.Difference.Peer;
import io.tollgate.proxy.http.Reading.Message;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Why we and another parser part over a request. Sections are of RFC 9112 unless they say otherwise. */
@SuppressWarnings("ImmutableEnumChecker") // Its predicates keep nothing.
enum RequestExplanation {
    LINE_FEED_ALONE("2.2", "request.line-feed", "(?<!\r)\n"),
    NO_REQUEST_LINE("3", "request.line", ""),
    VERSION("2.3", "request.version", ""),
    TARGET_OF_NO_FORM("3.2", "request.target", ""),
    FRAGMENT("3.2", "request.target.fragment", "#"),
    NO_HOST("3.2", "request.host.missing", ""),
    TWO_HOSTS("3.2", "request.host.repeated", "(?is)host:.*host:"),
    ODD_HOST("3.2", "request.host", "(?i)host:"),
    HOST_AGAINST_TARGET("3.2.2", "request.host.target", "(?i) https?://"),
    FOLDED_LINE("5.2", "request.fold", "\n[ \t]"),
    NO_FIELD_NAME("5", "request.field.name", ""),
    LOOK_ALIKE("6.3", "request.field.look-alike", "(?i)" + spaced("content") + "|" + spaced("transfer")),
    TWO_LENGTHS("6.3", "request.length.repeated", "(?is)content-length:.*content-length:"),
    LENGTH_AND_CODING("6.3", "request.length.both", "(?i)content-length:|transfer-encoding:"),
    CODING("6.1", "request.coding", "(?i)transfer-encoding:"),
    TWO_CODINGS("6.1", "request.coding.repeated", "(?is)transfer-encoding:.*transfer-encoding:"),
    CODING_IN_OLD_VERSION("6.1", "request.coding.version", "HTTP/1\\.0"),
    CHUNK("7.1", "request.chunk", "(?i)transfer-encoding: *chunked"),
    TRAILER("7.1.2; RFC 9110 6.5.1", "request.trailer", "(?i)transfer-encoding: *chunked"),
    CONNECTION_NAMES_A_FIELD("RFC 9110 7.6.1", "request.connection", "(?i)connection:"),
    UPGRADE_TO_HTTP_2("RFC 9110 7.8", "request.upgrade", "(?i)upgrade:.*h2"),
    EXPECTATION("RFC 9110 10.1.1", "request.expect", "(?i)expect:"),

    /** We read trailers when all of them are there; others refuse what they see as soon as they do. */
    TRAILERS_ARE_READ_WHOLE("7.1.2", Kind.THEY_REFUSE, d -> isInTrailers(d)),
    /** Jetty reads targets as UTF-8 and replaces what is none; we forward the bytes, and readings judge them. */
    TARGET_IS_TEXT_TO_JETTY("RFC 3986 2.1", Kind.READ_OTHERWISE, d -> d.peer() != Peer.NETTY && isOtherText(d)),
    /** Jetty gives a value that it knows in the letter case that it knows. */
    VALUE_FROM_JETTY_S_CACHE("RFC 9110 5.5", Kind.READ_OTHERWISE, d -> d.peer() != Peer.NETTY && isOtherCase(d)),
    /** Lenient Jetty takes a line of two words for HTTP/0.9; we wait for a head, and refuse this one when it is whole. */
    HTTP_0_9("2.3", Kind.READ_OTHERWISE, d -> d.peer() == Peer.LENIENT_JETTY && isOldest(d));

    private static final Pattern LAST_CHUNK = Pattern.compile("(?is)transfer-encoding: *chunked.*\n0+(;[^\n]*)?\r\n");

    private final String section;
    private final Predicate<Difference> fits;

    /** What we refuse by this code, and a trace of it that must be in the bytes. */
    RequestExplanation(String section, String code, String trace) {
        this.section = section;
        Pattern pattern = Pattern.compile(trace);
        this.fits = d -> d.kind() == Kind.WE_REFUSE
                && d.ours().why().equals(code)
                && pattern.matcher(d.bytes()).find();
    }

    RequestExplanation(String section, Kind kind, Predicate<Difference> fits) {
        this.section = section;
        this.fits = d -> d.kind() == kind && fits.test(d);
    }

    /** The letters of a word, with whatever between them that is none. */
    static String spaced(String word) {
        return String.join("[^a-z:\\n]*", word.split("", -1));
    }

    static @Nullable RequestExplanation of(Difference difference) {
        for (RequestExplanation one : values()) {
            if (one.fits.test(difference)) {
                return one;
            }
        }
        return null;
    }

    String section() {
        return section;
    }

    private static boolean isOtherText(Difference d) {
        Message our = d.our();
        Message their = d.their();
        return our != null
                && their != null
                && our.fields().equals(their.fields())
                && our.body().equals(their.body())
                && their.line().indexOf('\ufffd') >= 0
                && our.line().chars().anyMatch(c -> c >= 0x80);
    }

    private static boolean isOtherCase(Difference d) {
        Message our = d.our();
        Message their = d.their();
        return our != null
                && their != null
                && our.line().equals(their.line())
                && our.body().equals(their.body())
                && lower(our).equals(lower(their));
    }

    private static String lower(Message message) {
        return message.fields().toString().toLowerCase(Locale.ROOT);
    }

    private static boolean isInTrailers(Difference d) {
        return d.our() == null
                && d.ours().end() == Reading.End.PARTIAL
                && d.ours().isInBody()
                && LAST_CHUNK.matcher(d.bytes()).find();
    }

    private static boolean isOldest(Difference d) {
        Message their = d.their();
        return d.our() == null
                && their != null
                && their.fields().isEmpty()
                && !d.ours().isInBody();
    }
}
