package io.tollgate.filters.audit;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A line of the trail as read back: what places it in its chain, and its seal. Immutable. */
record TrailLine(String chain, long sequence, String key, String previousMac, LineSeal.Split seal) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Reads a line without its line feed; null if it is no closed line of version 1. */
    static @Nullable TrailLine parse(byte[] line) {
        LineSeal.Split split = LineSeal.split(line);
        if (split == null) {
            return null;
        }
        try {
            JsonNode json = JSON.readTree(line);
            boolean isComplete = json.path("v").asInt(0) == 1
                    && json.path("seq").isIntegralNumber()
                    && json.path("chain").isString()
                    && json.path("key").isString()
                    && json.path("prev").isString();
            if (!isComplete) {
                return null;
            }
            return new TrailLine(
                    json.path("chain").asString(),
                    json.path("seq").asLong(),
                    json.path("key").asString(),
                    json.path("prev").asString(),
                    split);
        } catch (JacksonException e) {
            return null;
        }
    }
}
