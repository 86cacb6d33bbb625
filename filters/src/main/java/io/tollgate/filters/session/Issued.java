package io.tollgate.filters.session;

/**
 * A session with the token that names it, this once: only the token's hash is kept. Immutable.
 *
 * @param token 43 characters of base64url; for the cookie and nothing else
 */
public record Issued(Session session, String token) {
    /** Never the token. */
    @Override
    public String toString() {
        return "Issued[" + session.id() + "]";
    }
}
