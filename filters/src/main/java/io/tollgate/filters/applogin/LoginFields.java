package io.tollgate.filters.applogin;

import io.tollgate.config.AppLoginConfig.FormLogin;
import io.tollgate.filters.chain.Knock.Said;
import io.tollgate.filters.http.FieldScanner;
import io.tollgate.filters.http.Parameter;
import io.tollgate.filters.http.PercentDecoding;
import io.tollgate.filters.http.UrlEncoded;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds the two fields of an app's login form, wherever they are and in whatever spelling an app may take for theirs. Immutable.
 */
final class LoginFields {
    private final String user;
    private final String password;

    LoginFields(FormLogin form) {
        this.user = canonical(form.userField());
        this.password = canonical(form.passwordField());
    }

    /** What was found in parameters. */
    sealed interface Found {
        /** The two fields are not both there. */
        enum Nothing implements Found {
            NOTHING
        }

        /** They are, and can be read in more than one way. */
        enum Unclear implements Found {
            UNCLEAR
        }

        /** They are. */
        record Login(Said said) implements Found {}
    }

    /**
     * A name of a parameter as platforms see it that strip blanks, ignore letter case, make lists of brackets or write an
     * underscore for what their languages can't name (PHP).
     */
    static String canonical(String name) {
        String plain = name.strip().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        boolean isList = plain.indexOf('[', 1) > 0 && plain.indexOf(']', plain.indexOf('[', 1)) > 0;
        int end = 0;
        while (end < plain.length() && plain.charAt(end) >= ' ' && (end == 0 || !isList || plain.charAt(end) != '[')) {
            end++;
        }
        return plain.substring(0, end).replace('.', '_').replace(' ', '_').replace('[', '_');
    }

    /** Whether a query may hold one of the two; almost always false, and then nothing is made. */
    boolean mayBeIn(String target, int pathEnd) {
        for (int i = pathEnd; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c == '%' || c == '[' || c == '+') {
                return true;
            }
            if (target.regionMatches(true, i, user, 0, user.length())
                    || target.regionMatches(true, i, password, 0, password.length())
                    || c == '_'
                    || c == '.') {
                return true;
            }
        }
        return false;
    }

    /** The parameters of a query as lenient readers have them; null where even those could not tell. */
    static @Nullable List<Parameter> query(String query) {
        StringBuilder mended = new StringBuilder(query.length());
        for (int i = 0; i < query.length(); i++) {
            mended.append(query.charAt(i));
            if (query.charAt(i) == '%' && PercentDecoding.octet(query, i + 1, query.length()) < 0) {
                mended.append("25");
            }
        }
        return UrlEncoded.parse(mended.toString());
    }

    /** Looks through the parameters of query and body together. */
    Found find(List<Parameter> parameters) {
        List<Parameter> users = new ArrayList<>(1);
        List<Parameter> passwords = new ArrayList<>(1);
        for (Parameter parameter : parameters) {
            String name = canonical(parameter.name());
            if (name.equals(user)) {
                users.add(parameter);
            } else if (name.equals(password)) {
                passwords.add(parameter);
            }
        }
        if (users.isEmpty() || passwords.isEmpty()) {
            return Found.Nothing.NOTHING;
        }
        String one = only(users);
        String other = only(passwords);
        return one == null || other == null ? Found.Unclear.UNCLEAR : new Found.Login(new Said(one, other, false));
    }

    /** The value, where all of them have the same. */
    private static @Nullable String only(List<Parameter> fields) {
        String value = fields.get(0).value();
        for (Parameter field : fields) {
            if (!field.value().equals(value)) {
                return null;
            }
        }
        return value;
    }

    /** Seeks both in a body that is too long to be read, or need not be: where both are, it may not go on. */
    FieldScanner.Sought sought(boolean isUserKnown, boolean isPasswordKnown) {
        return new Both(isUserKnown, isPasswordKnown);
    }

    /** Whether both have been seen. One after the other, whatever their values are. */
    private final class Both implements FieldScanner.Sought {
        private boolean isUserSeen;
        private boolean isPasswordSeen;

        Both(boolean isUserSeen, boolean isPasswordSeen) {
            this.isUserSeen = isUserSeen;
            this.isPasswordSeen = isPasswordSeen;
        }

        @Override
        public boolean isSought(String name) {
            String canonical = canonical(name);
            boolean isOne = canonical.equals(user);
            boolean isOther = canonical.equals(password);
            isUserSeen |= isOne;
            isPasswordSeen |= isOther;
            return (isOne || isOther) && isUserSeen && isPasswordSeen;
        }

        @Override
        public boolean mayBeSought(String head) {
            String lower = head.toLowerCase(Locale.ROOT);
            boolean isSpelled = lower.contains("=?") || lower.contains("name*=");
            String bare = lower.replace("\\", "").replace("\"", "");
            isUserSeen |= isSpelled || bare.contains(user);
            isPasswordSeen |= isSpelled || bare.contains(password);
            return (isSpelled || bare.contains(user) || bare.contains(password)) && isUserSeen && isPasswordSeen;
        }

        @Override
        public boolean mayPass(Parameter field) {
            return false;
        }

        @Override
        public void unclear() {
            // What is answered does not depend on it.
        }
    }
}
