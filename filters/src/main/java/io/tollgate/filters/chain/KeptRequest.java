package io.tollgate.filters.chain;

import io.tollgate.filters.http.RequestHead;

/**
 * A request that waited, as it came: method, target, fields and body. Whoever holds it deletes the body in the end.
 *
 * @param head without the cookies, which are those of whoever goes on with it
 */
public record KeptRequest(RequestHead head, KeptBody body) {}
