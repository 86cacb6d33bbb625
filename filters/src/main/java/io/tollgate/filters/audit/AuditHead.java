package io.tollgate.filters.audit;

/**
 * The last line of the trail, kept apart from it so that a cut tail is found. Immutable.
 *
 * @param chain which chain it is the head of
 * @param sequence the line's number in it
 * @param hmac the line's HMAC, as it is written in the line
 */
public record AuditHead(String chain, long sequence, String hmac) {
    public AuditHead {
        if (sequence < 0) {
            throw new IllegalArgumentException("negative sequence");
        }
    }
}
