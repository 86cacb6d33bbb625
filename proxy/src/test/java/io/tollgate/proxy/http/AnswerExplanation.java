package io.tollgate.proxy.http;

import io.tollgate.proxy.http.Difference.Kind;
import io.tollgate.proxy.http.Difference.Peer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Why we and another parser part over an answer. Sections are of RFC 9112 unless they say otherwise. */
@SuppressWarnings("ImmutableEnumChecker") // Its predicates keep nothing.
enum AnswerExplanation {
    // What we refuse: it frames the body, or might for somebody.
    NO_STATUS_LINE("4", "upstream.answer.line", ""),
    NO_STATUS("4", "upstream.answer.status", ""),
    LENGTH("6.3", "upstream.answer.length", "(?i)content-length *:"),
    LENGTH_AND_CODING("6.3", "upstream.answer.length.both", "(?is)content-length.*"),
    CODING("6.1", "upstream.answer.coding", "(?i)transfer-encoding"),
    LOOK_ALIKE(
            "6.3",
            "upstream.answer.look-alike",
            "(?i)" + RequestExplanation.spaced("content") + "|" + RequestExplanation.spaced("transfer")),

    /** What follows a change of protocol is no answer. */
    TUNNEL("RFC 9110 7.8", Kind.READ_OTHERWISE, Pattern.compile("HTTP/1.1 101")),

    // What we mend: it can be read in one way only.
    /** An answer that has no body may say what it likes about one. */
    LENGTH_OF_NO_BODY("6.3", Kind.THEY_REFUSE, AnswerExplanation::isBodyless),
    LINE_FEED_ALONE("2.2", Kind.THEY_REFUSE, Pattern.compile("(?<!\r)\n")),
    CARRIAGE_RETURN_ALONE("2.2", Kind.THEY_REFUSE, Pattern.compile("\r(?!\n)")),
    CONTROL_CHARACTER("RFC 9110 5.5", Kind.THEY_REFUSE, Pattern.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]")),
    FOLDED_LINE("5.2", Kind.THEY_REFUSE, Pattern.compile("\n[ \t]")),
    BLANK_BEFORE_COLON("5.1", Kind.THEY_REFUSE, Pattern.compile("\n[^:\r\n]*[ \t]")),
    NO_FIELD(
            "5",
            Kind.THEY_REFUSE,
            Pattern.compile("\n([^:\r\n]+\r|[^:\r\n]*[^-!#$%&'*+.^_`|~0-9A-Za-z:\r\n][^:\r\n]*:|:)")),
    FIELD_OF_REQUESTS("RFC 9110 7.2", Kind.THEY_REFUSE, Pattern.compile("(?i)\nhost")),
    STATUS_LINE_OF_OLD("4", Kind.THEY_REFUSE, Pattern.compile("HTTP/1.[01] [0-9]{3}( ?\r| [^\r\n]*[^ -~])"));

    private final String section;
    private final Predicate<Difference> fits;

    AnswerExplanation(String section, String code, String trace) {
        this.section = section;
        Pattern pattern = Pattern.compile(trace);
        this.fits = d -> d.kind() == Kind.WE_REFUSE
                && d.ours().why().equals(code)
                && pattern.matcher(d.bytes()).find();
    }

    AnswerExplanation(String section, Kind kind, Pattern trace) {
        this(section, kind, (Predicate<Difference>)
                d -> trace.matcher(d.bytes()).find());
    }

    AnswerExplanation(String section, Kind kind, Predicate<Difference> fits) {
        this.section = section;
        this.fits = d -> d.kind() == kind && fits.test(d);
    }

    static @Nullable AnswerExplanation of(Difference difference) {
        for (AnswerExplanation one : values()) {
            if (one.fits.test(difference)) {
                return one;
            }
        }
        return null;
    }

    String section() {
        return section;
    }

    private static boolean isBodyless(Difference d) {
        Reading.Message our = d.our();
        boolean isTheirs = d.peer() != Peer.NETTY && d.theirs().why().matches(".*(Content-Length|Transfer-Encoding).*");
        return isTheirs && our != null && our.line().matches("1..|204|304");
    }
}
