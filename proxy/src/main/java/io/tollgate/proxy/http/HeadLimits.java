package io.tollgate.proxy.http;

/**
 * How much of a head is taken. Immutable.
 *
 * @param head bytes in all
 * @param fields number of fields
 * @param line bytes a line
 * @param isUpstream whose heads they bound: what is beyond is a 502 for these, a 414 or 431 for requests
 */
public record HeadLimits(int head, int fields, int line, boolean isUpstream) {
    /** What a client may send (security.md): 32 KB, 100 fields, 16 KB a line. */
    public static final HeadLimits REQUEST = new HeadLimits(32 * 1024, 100, 16 * 1024, false);

    /** What an application may answer: 64 KB. */
    public static final HeadLimits RESPONSE = new HeadLimits(64 * 1024, 1000, 64 * 1024, true);

    /** Trailers of a request. */
    static final HeadLimits REQUEST_TRAILERS = new HeadLimits(8 * 1024, 32, 8 * 1024, false);

    /** Trailers of an answer. */
    static final HeadLimits RESPONSE_TRAILERS = new HeadLimits(8 * 1024, 32, 8 * 1024, true);

    /** What is wrong with a line that is too long. */
    public BadMessageException tooLong(boolean isFirstLine) {
        return isUpstream
                ? BadMessageException.response("line", "a line of the head is longer than " + line + " bytes")
                : new BadMessageException(
                        isFirstLine ? 414 : 431,
                        isFirstLine ? "request.target.long" : "request.field.long",
                        "a line of the head is longer than " + line + " bytes");
    }

    /** What is wrong with a head that is too large. */
    public BadMessageException tooLarge() {
        return isUpstream
                ? BadMessageException.response("head", "the head is larger than " + head + " bytes")
                : new BadMessageException(431, "request.head.large", "the head is larger than " + head + " bytes");
    }

    /** What is wrong with a head of too many fields. */
    public BadMessageException tooMany() {
        return isUpstream
                ? BadMessageException.response("fields", "the head has more than " + fields + " fields")
                : new BadMessageException(431, "request.fields.many", "the head has more than " + fields + " fields");
    }
}
