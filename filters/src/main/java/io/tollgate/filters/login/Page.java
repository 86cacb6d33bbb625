package io.tollgate.filters.login;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a page shows: one record a template. Immutable; the templates escape all of it. */
public sealed interface Page {
    /** The template's file below {@code src/main/jte}. */
    String template();

    /** What every page shows. */
    Shell shell();

    /** Whether the page has our script, which asks an authenticator and posts what it says. */
    default boolean isScripted() {
        return false;
    }

    /** Pages that are told of in a file of their own. */
    non-sealed interface Apart extends Page {}

    /**
     * What every page shows.
     *
     * @param app the app's name
     * @param prefix where the gateway's own pages are
     * @param assets where its assets are, with a slash at the end; null where no app would serve them
     * @param version the assets' version
     * @param style the style sheet itself, for a page that can't load it; empty for others
     */
    record Shell(String app, String prefix, @Nullable String assets, String version, String style) {}

    /** Why a form is shown again. */
    record Problem(String title, String text) {}

    /** A way on: {@code target} is {@code _top}, {@code _blank} or null for the same place. */
    record Link(String href, String text, @Nullable String target) {}

    /**
     * A field that is sent again.
     *
     * @param isPlain whether a hidden field of this name is sent as it stands; {@code _charset_} is not (HTML, "form control
     *     infrastructure")
     */
    record Field(String name, String value, boolean isPlain) {}

    /**
     * What another site posted, to be posted again from here.
     *
     * @param encoding the form's {@code enctype}
     * @param charset in which the browser has to encode the fields
     * @param script posts it at once
     */
    record Return(Shell shell, String encoding, String charset, List<Field> fields, String script) implements Page {
        public Return {
            fields = List.copyOf(fields);
        }

        @Override
        public String template() {
            return "page/return.jte";
        }
    }

    /** The form that asks who is there; {@code isScripted} where a passkey alone may say it, too. */
    record Login(
            Shell shell,
            String name,
            String returnTo,
            boolean isScripted,
            @Nullable Problem problem) implements Page {
        @Override
        public String template() {
            return "page/login.jte";
        }
    }

    /** The form that asks a locked session's own user for the password. */
    record Lock(
            Shell shell,
            String name,
            String returnTo,
            @Nullable Problem problem) implements Page {
        @Override
        public String template() {
            return "page/lock.jte";
        }
    }

    /**
     * The form by which somebody changes their own password.
     *
     * @param title what is to be done
     * @param hints what to know before choosing
     * @param why nothing else is open to them until they do; null where all is
     * @param objections to the password that was chosen, a sentence each
     */
    record Password(
            Shell shell,
            String title,
            String name,
            String returnTo,
            List<String> hints,
            @Nullable String why,
            @Nullable Problem problem,
            List<String> objections)
            implements Page {
        public Password {
            hints = List.copyOf(hints);
            objections = List.copyOf(objections);
        }

        /** Whether nothing else is open to them. */
        public boolean isForced() {
            return why != null;
        }

        @Override
        public String template() {
            return "page/password.jte";
        }
    }

    /**
     * What somebody is told after logging in some days before their password expires.
     *
     * @param when such as {@code in 9 days}
     * @param date the last day it can be used
     */
    record Expiry(Shell shell, String when, String date, String returnTo, String inQuery) implements Page {
        @Override
        public String template() {
            return "page/expiry.jte";
        }
    }

    /** The question for which of several tenants somebody acts. */
    record Tenant(
            Shell shell,
            String name,
            List<Choice> choices,
            String returnTo,
            @Nullable Problem problem) implements Page {
        public Tenant {
            choices = List.copyOf(choices);
        }

        @Override
        public String template() {
            return "page/tenant.jte";
        }
    }

    /** A tenant that somebody may act for. */
    record Choice(String name, String title, boolean isCurrent) {}

    /**
     * For whom somebody acts, where there are tenants.
     *
     * @param title the tenant's; null for none so far
     * @param mayChange whether it is theirs to choose here
     */
    record For(@Nullable String title, boolean mayChange) {}

    /**
     * Who somebody is here, where else they are logged in, and where they are known.
     *
     * @param actsFor null where there is nothing to say of tenants
     * @param password how old theirs is, and when it expires
     * @param passkeys how many there are here, a sentence; null where there are none and none can be made
     * @param factors null where there are no second factors
     */
    record Account(
            Shell shell,
            String name,
            @Nullable For actsFor,
            List<String> roles,
            String since,
            @Nullable String password,
            FactorPage.@Nullable Own factors,
            @Nullable String passkeys,
            List<Elsewhere> others,
            List<Known> devices,
            String home,
            @Nullable String notice)
            implements Page {
        public Account {
            roles = List.copyOf(roles);
            others = List.copyOf(others);
            devices = List.copyOf(devices);
        }

        @Override
        public String template() {
            return "page/account.jte";
        }
    }

    /** A login on another computer or in another browser. */
    record Elsewhere(String id, String device, String host, String since, boolean isLocked) {}

    /**
     * A computer or browser where somebody has logged in before.
     *
     * @param isThis whether it is the one they use now
     * @param codeless until which day no code is asked for there, as they wished; null: one is where one is due
     */
    record Known(
            String id,
            String device,
            String first,
            String last,
            boolean isThis,
            @Nullable String codeless) {}

    /**
     * The passkeys of somebody at this address, and how to make one.
     *
     * @param use what they are good for here, a sentence
     * @param isFresh whether their user has just proved who they are, and may make or end one
     * @param objection why none can be made here; null where one can
     * @param suggestion what the next may be called
     */
    record Passkeys(
            Shell shell,
            String use,
            List<OwnPasskey> own,
            boolean isFresh,
            @Nullable String objection,
            String suggestion,
            @Nullable Problem problem,
            @Nullable String notice)
            implements Page {
        public Passkeys {
            own = List.copyOf(own);
        }

        @Override
        public boolean isScripted() {
            return objection == null && isFresh;
        }

        @Override
        public String template() {
            return "page/passkeys.jte";
        }
    }

    /** One passkey; {@code used} is when it last let its user in, null where it never has. */
    record OwnPasskey(
            String id, String name, String made, @Nullable String used, boolean isSuspect) {}

    /** The question before a log-out that somebody came to by a link. */
    record Logout(Shell shell, String name, String home) implements Page {
        @Override
        public String template() {
            return "page/logout.jte";
        }
    }

    /** Why a request went no further, and what to do. */
    record Refusal(
            Shell shell,
            String title,
            List<String> texts,
            List<String> steps,
            @Nullable Link link,
            String reference) implements Page {
        public Refusal {
            texts = List.copyOf(texts);
            steps = List.copyOf(steps);
        }

        @Override
        public String template() {
            return "page/refusal.jte";
        }
    }
}
