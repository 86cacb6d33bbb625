package io.tollgate.config.schema;

import io.tollgate.config.Rate;
import io.tollgate.config.schema.ValueType.ScalarType;
import io.tollgate.config.yaml.YamlNode.Kind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A rate, or {@code off}: no limit. */
public record RateOrOff(@Nullable Rate rate) {

    public static final RateOrOff OFF = new RateOrOff(null);

    static final ScalarType<RateOrOff> TYPE = new ScalarType<>(
            "a rate such as 100/s, or off",
            List.of(Kind.TEXT),
            false,
            text -> text.equals("off") ? OFF : new RateOrOff(RateText.parse(text)),
            value -> value.rate() == null ? "off" : RateText.format(value.rate()),
            Map.of("type", "string", "pattern", "^(off|" + RateText.PATTERN + ")$"));
}
