package io.tollgate.config.reader;

import io.tollgate.config.SignOnConfig;
import io.tollgate.config.schema.AppKeys;
import java.util.List;
import java.util.stream.Stream;

/** Reads {@code sign-on}. */
final class SignOnReader {

    private SignOnReader() {}

    static SignOnConfig read(Section section) {
        Section headers = section.table(AppKeys.HEADERS);
        String user = headers.get(AppKeys.USER_HEADER);
        String roles = headers.get(AppKeys.ROLES_HEADER);
        String tenant = headers.get(AppKeys.TENANT_HEADER);
        List<String> keep = Placed.values(section.list(AppKeys.KEEP));
        for (Placed<String> kept : section.list(AppKeys.KEEP)) {
            if (Stream.of(user, roles, tenant).anyMatch(kept.value()::equalsIgnoreCase)) {
                kept.problem(
                        "\"" + kept.value() + "\" tells the app who it is, so that no client may send it",
                        "remove it, or choose another sign-on header");
            }
        }
        if (user.equalsIgnoreCase(roles)) {
            headers.place(AppKeys.ROLES_HEADER).problem("is the header that carries the user", "choose another name");
            return SignOnConfig.DEFAULT;
        }
        if (tenant.equalsIgnoreCase(user) || tenant.equalsIgnoreCase(roles)) {
            headers.place(AppKeys.TENANT_HEADER)
                    .problem(
                            "is the header that carries the " + (tenant.equalsIgnoreCase(user) ? "user" : "roles"),
                            "choose another name");
            return SignOnConfig.DEFAULT;
        }
        return new SignOnConfig(user, roles, tenant, keep);
    }
}
