package io.tollgate.filters.seal;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * By which key the data are sealed. Immutable.
 *
 * @param keyId what names the key
 * @param since when that began
 * @param place the file into which a rotation wrote the key; null where none did
 * @param isScrubbed whether nothing is left in the files of what was sealed by a key before
 */
public record Sealing(String keyId, Instant since, @Nullable Path place, boolean isScrubbed) {}
