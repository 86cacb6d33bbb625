package io.tollgate.filters.routing;

/**
 * A request that no app may get.
 *
 * @param status 421 where nobody answers for the host, 400 where host or target can't be read in one way only
 * @param reason {@code host.unknown}, {@code host.malformed}, {@code target.ambiguous} (its readings fall into different
 *     apps), {@code target.spelling} (another app of the host accepts how it is spelled) or {@code target.own} (another spelling of the gateway's own pages)
 */
public record Misrouted(int status, String reason) implements Routing {
    static final Misrouted UNKNOWN_HOST = new Misrouted(421, "host.unknown");
    static final Misrouted MALFORMED_HOST = new Misrouted(400, "host.malformed");
    static final Misrouted AMBIGUOUS = new Misrouted(400, "target.ambiguous");
    static final Misrouted SPELLED = new Misrouted(400, "target.spelling");
    static final Misrouted OWN = new Misrouted(400, "target.own");
}
