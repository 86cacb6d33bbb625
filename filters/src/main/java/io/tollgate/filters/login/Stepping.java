package io.tollgate.filters.login;

import io.tollgate.filters.kept.KeptRequests;
import java.time.Duration;

/**
 * What the page for a fresh factor acts on. Immutable.
 *
 * @param within how long a factor is fresh
 * @param kept what waits for one
 */
public record Stepping(Duration within, KeptRequests kept) {}
