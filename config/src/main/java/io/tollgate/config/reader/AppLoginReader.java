package io.tollgate.config.reader;

import io.tollgate.config.AppLoginConfig;
import io.tollgate.config.AppLoginConfig.BasicLogin;
import io.tollgate.config.AppLoginConfig.FormLogin;
import io.tollgate.config.LocationPattern;
import io.tollgate.config.LoginMarkers;
import io.tollgate.config.RulePattern;
import io.tollgate.config.StatusRange;
import io.tollgate.config.reader.AppDraft.LoginDraft;
import io.tollgate.config.rule.MarkerCoverage;
import io.tollgate.config.rule.PatternCoverage;
import io.tollgate.config.schema.AppKeys;
import io.tollgate.config.schema.AppLoginKeys;
import io.tollgate.config.schema.Key;
import io.tollgate.config.schema.ValueType.TableType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code login} of one app, and tells what of it could never work. */
final class AppLoginReader {

    private final Section section;
    private final RuleReader rules;
    private final AppPath path;
    private final boolean isByApp;
    private final LoginDraft draft;
    private final List<Placed<RulePattern>> before;
    private final List<Placed<RulePattern>> logout;

    AppLoginReader(Section.Named named, RuleReader rules, AppPath path) {
        this.section = named.section().table(AppKeys.LOGIN);
        this.rules = rules;
        this.path = path;
        this.isByApp = AppLoginKeys.APP.equals(section.get(AppLoginKeys.BY));
        this.before = rules.rules(section, AppLoginKeys.BEFORE);
        this.logout = rules.rules(section, AppLoginKeys.LOGOUT);
        List<Placed<RulePattern>> all = new ArrayList<>(before);
        all.addAll(logout);
        this.draft = new LoginDraft(
                section.has(AppLoginKeys.BY)
                        ? section.place(AppLoginKeys.BY)
                        : named.name().place(),
                isByApp,
                Boolean.TRUE.equals(section.find(AppLoginKeys.SAME_PEOPLE)),
                all,
                section.list(AppLoginKeys.ROLES));
    }

    /** What the checks over several apps look at. */
    LoginDraft draft() {
        return draft;
    }

    /** The app's own login; null where it is the gateway's, or after telling what is missing. */
    @Nullable
    AppLoginConfig read(String prefix, List<Placed<RulePattern>> publicRules) {
        if (!isByApp) {
            for (Key<?> key : AppLoginKeys.OF_APP) {
                if (section.has(key)) {
                    section.place(key)
                            .problem("means nothing where the gateway logs people in", "add by: app, or remove it");
                }
            }
            return null;
        }
        FormLogin form = section.has(AppLoginKeys.FORM) ? form(section.table(AppLoginKeys.FORM)) : null;
        BasicLogin basic = section.has(AppLoginKeys.BASIC) ? basic(section.table(AppLoginKeys.BASIC)) : null;
        if (!section.has(AppLoginKeys.FORM) && !section.has(AppLoginKeys.BASIC)) {
            draft.place()
                    .problem(
                            "by: app, but nothing tells how a login looks",
                            "add form with its fields and markers, or basic where the app takes Basic credentials");
        }
        String page = page(prefix, publicRules);
        if (page == null && section.has(AppLoginKeys.FORM) && !section.has(AppLoginKeys.PAGE)) {
            section.place(AppLoginKeys.FORM)
                    .problem("has no page", "add login.page: the page with the app's form, such as /login.jsp");
        }
        if ((form == null && basic == null) || (page == null && basic == null)) {
            return null;
        }
        return new AppLoginConfig(
                form, basic, page, Placed.values(before), Placed.values(logout), Placed.values(draft.roles()));
    }

    private @Nullable FormLogin form(Section form) {
        List<RulePattern> at = at(form, AppLoginKeys.FORM_PATH, form.get(AppLoginKeys.METHOD));
        String user = form.find(AppLoginKeys.USER_FIELD);
        String password = form.find(AppLoginKeys.PASSWORD_FIELD);
        if (user != null && user.equalsIgnoreCase(password)) {
            form.place(AppLoginKeys.PASSWORD_FIELD).problem("is the field that holds the name", "name the other one");
        }
        LoginMarkers success = markers(form, AppLoginKeys.SUCCESS, null);
        LoginMarkers failure = markers(form, AppLoginKeys.FAILURE, null);
        disjoint(form, success, failure);
        boolean isWhole = user != null && password != null && success != null && failure != null && !at.isEmpty();
        return isWhole
                ? new FormLogin(
                        at,
                        Objects.requireNonNull(user),
                        Objects.requireNonNull(password),
                        Objects.requireNonNull(success),
                        Objects.requireNonNull(failure))
                : null;
    }

    private @Nullable BasicLogin basic(Section basic) {
        List<RulePattern> at = at(basic, AppLoginKeys.BASIC_PATH, null);
        LoginMarkers success = markers(basic, AppLoginKeys.BASIC_SUCCESS, LoginMarkers.TAKEN);
        LoginMarkers failure = markers(basic, AppLoginKeys.BASIC_FAILURE, LoginMarkers.CHALLENGED);
        disjoint(basic, success, failure);
        boolean isToldByStatus = success != null && success.cookie() == null && success.body() == null;
        for (Placed<RulePattern> open : isToldByStatus ? before : List.<Placed<RulePattern>>of()) {
            at.stream()
                    .filter(where -> PatternCoverage.coversPath(open.value().segments(), where.segments(), false))
                    .findFirst()
                    .ifPresent(where -> open.problem(
                            "\"" + open.value().text() + "\" lets everybody ask for \"" + where.text()
                                    + "\", where the app is said to check Basic credentials",
                            "leave it out of before, or out of basic.path, or say by which cookie or text of its body a"
                                    + " success is told"));
        }
        return success == null || failure == null || at.isEmpty() ? null : new BasicLogin(at, success, failure);
    }

    /** Where the app checks; null for the methods means that the pattern may say them. */
    private List<RulePattern> at(Section section, Key<List<String>> key, @Nullable String methods) {
        List<RulePattern> at = new ArrayList<>();
        for (Placed<RulePattern> rule : rules.rules(section, key)) {
            RulePattern read = rule.value();
            if (methods == null) {
                at.add(read);
            } else if (read.text().indexOf(' ') >= 0) {
                rule.problem(
                        "\"" + read.text() + "\" begins with a method", "write the path alone, and method beside it");
            } else {
                at.add(new RulePattern(
                        read.text(),
                        read.at(),
                        Set.copyOf(Arrays.asList(methods.split("\\|"))),
                        read.segments(),
                        read.parameters()));
            }
        }
        return at;
    }

    private static @Nullable LoginMarkers markers(Section form, Key<TableType> key, @Nullable LoginMarkers otherwise) {
        if (!form.has(key)) {
            return otherwise; // Where it is required, the table has told that it is missing.
        }
        Section section = form.table(key);
        boolean isEmpty = !section.has(AppLoginKeys.STATUS)
                && !section.has(AppLoginKeys.LOCATION)
                && !section.has(AppLoginKeys.SET_COOKIE)
                && !section.has(AppLoginKeys.BODY_TEXT);
        if (isEmpty) {
            section.place().problem("says nothing", "give at least one of status, location, cookie and body");
            return null;
        }
        StatusRange status = section.find(AppLoginKeys.STATUS);
        LocationPattern location = section.find(AppLoginKeys.LOCATION);
        String cookie = section.find(AppLoginKeys.SET_COOKIE);
        String body = body(section);
        boolean isUnread = status == null && location == null && cookie == null && body == null;
        return isUnread ? null : new LoginMarkers(status, location, cookie, body);
    }

    private static @Nullable String body(Section section) {
        String text = section.find(AppLoginKeys.BODY_TEXT);
        if (text != null && text.isEmpty()) {
            section.place(AppLoginKeys.BODY_TEXT)
                    .problem("is empty, which is in every answer", "write a text that only such an answer has");
            return null;
        }
        return text;
    }

    /** A success that is a failure too never is one: failures are looked at first. */
    private static void disjoint(Section form, @Nullable LoginMarkers success, @Nullable LoginMarkers failure) {
        if (success != null && failure != null && MarkerCoverage.covers(failure, success)) {
            Key<?> key = form.has(AppLoginKeys.FAILURE) ? AppLoginKeys.FAILURE : AppLoginKeys.SUCCESS;
            form.place(key)
                    .problem(
                            "every answer that success matches is a failure too, so that nobody would ever get in",
                            "add to failure what only a wrong password gives: a status, location, cookie or text");
        }
    }

    private @Nullable String page(String prefix, List<Placed<RulePattern>> publicRules) {
        String given = section.find(AppLoginKeys.PAGE);
        if (given == null) {
            return null;
        }
        String page = path.home(given);
        Place place = section.place(AppLoginKeys.PAGE);
        if (page.equals(prefix) || page.startsWith(prefix + "/")) {
            place.problem("is a page of the gateway's own (prefix: " + prefix + ")", "name a page of the app");
            return page;
        }
        if (section.has(AppLoginKeys.FORM)
                && Stream.concat(before.stream(), publicRules.stream())
                        .noneMatch(rule -> isReached(page, rule.value()))) {
            String bare = page.substring(0, (page + "?").indexOf('?'));
            place.problem(
                    "nobody can see this page before the login",
                    "add \"GET " + bare + "\" to login.before, with what the page needs to show itself");
        }
        return page;
    }

    /** Whether a rule opens the page; of its query only what is spelled as in the rule is found. */
    private static boolean isReached(String page, RulePattern open) {
        int question = (page + "?").indexOf('?');
        List<String> query = Arrays.asList(
                page.substring(Math.min(page.length(), question + 1)).split("&", -1));
        RulePattern bare = RulePattern.parse("GET " + page.substring(0, question), open.at());
        return open.hasMethod("GET")
                && PatternCoverage.coversPath(open.segments(), bare.segments(), false)
                && open.parameters().stream().allMatch(asked -> query.contains(asked.name() + "=" + asked.value()));
    }
}
