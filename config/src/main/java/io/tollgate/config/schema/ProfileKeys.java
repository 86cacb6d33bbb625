package io.tollgate.config.schema;

import io.tollgate.config.Profile;
import io.tollgate.config.schema.ValueType.ListType;
import io.tollgate.config.schema.ValueType.NamedType;
import io.tollgate.config.schema.ValueType.TableType;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The keys that hold the others to published standards. */
public final class ProfileKeys {

    public static final Key<List<Profile>> PROFILE = Key.optional(
            "profile",
            ListType.orOne(Types.choice(
                    Arrays.stream(Profile.values()).collect(Collectors.toMap(Profile::word, Function.identity())),
                    Profile::word)),
            "hipaa",
            "one or a list of hipaa, pci-dss-4, nist-aal2 and asvs-l2: sets defaults; a weaker value is an error");

    public static final Key<String> WHY =
            Key.required("why", Texts.REASON, "the screen is locked by policy", "the reason, for whoever asks later");
    public static final Key<LocalDate> UNTIL =
            Key.required("until", DateText.TYPE, "2027-06-30", "the last day, in UTC; after it the value is an error");
    public static final Key<NamedType> ACCEPTED_RISKS = Key.off(
            "accepted-risks",
            new NamedType(Texts.SETTING, TableType.of(WHY, UNTIL), "session.idle"),
            "{}",
            "settings that may be weaker than a profile asks for");

    private ProfileKeys() {}
}
