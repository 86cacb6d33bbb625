package io.tollgate.config.reader;

import io.tollgate.config.AppConfig;
import io.tollgate.config.HostPattern;
import io.tollgate.config.RulePattern;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An app as far as it could be read, with the places that checks over several apps tell about.
 *
 * @param hosts those that could be read
 * @param hostless whether the app names no host at all
 * @param path where it is written, or the app's name where it is left out; absent where it could not be read
 * @param login how people log in, for what apps must not have in common
 * @param config absent where something without which there is no app is missing
 */
record AppDraft(
        Placed<String> name,
        List<Placed<HostPattern>> hosts,
        boolean hostless,
        @Nullable Placed<String> path,
        List<Placed<RulePattern>> publicRules,
        List<RoleDraft> access,
        LoginDraft login,
        @Nullable AppConfig config) {

    /** The same with what was read of it in the end. */
    AppDraft with(@Nullable AppConfig read) {
        return new AppDraft(name, hosts, hostless, path, publicRules, access, login, read);
    }

    /**
     * How people log in.
     *
     * @param place of {@code login}, or of the app's name where it is left out
     * @param rules what is asked for without a session, besides what is public
     */
    record LoginDraft(
            Place place,
            boolean isByApp,
            boolean isSamePeople,
            List<Placed<RulePattern>> rules,
            List<Placed<String>> roles) {}

    /** A role with what it may do; the place of the role is that of its key, and {@code stepUp} is some of allow. */
    record RoleDraft(
            Placed<String> role,
            List<Placed<RulePattern>> allow,
            List<Placed<RulePattern>> deny,
            List<Placed<RulePattern>> stepUp) {}
}
