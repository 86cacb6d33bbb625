package io.tollgate.filters.login;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What pages about second factors show: one record a template. Immutable; the templates escape all of it. */
public sealed interface FactorPage extends Page.Apart {
    /**
     * The form that asks for a code of somebody who has proved their password.
     *
     * @param isRecovery whether it asks for a recovery code; either is taken in the one field
     * @param hasApp whether an authenticator app may be asked for a code
     * @param hasPasskey whether a passkey may sign here
     * @param remember for how long the device may be remembered, such as {@code 30 days}; null where it may not
     * @param inQuery {@code returnTo} as the value of a query parameter
     */
    record Code(
            Shell shell,
            String name,
            boolean isRecovery,
            boolean hasApp,
            boolean hasPasskey,
            @Nullable String remember,
            String returnTo,
            String inQuery,
            Page.@Nullable Problem problem)
            implements FactorPage {
        @Override
        public String template() {
            return "page/factor.jte";
        }

        @Override
        public boolean isScripted() {
            return hasPasskey && !isRecovery;
        }
    }

    /**
     * The page by which an authenticator app is set up. Holds its seed.
     *
     * @param uri for whoever reads this on the telephone that has the app
     * @param text the seed in groups
     * @param path the dark modules of the QR code, as the path of an SVG
     * @param size of that, in modules
     * @param isForced whether nothing else is open to them
     * @param isReplacing whether there is an app that will do no more
     * @param passkey what a passkey may be called that is made instead; null where none may be
     */
    record Enrol(
            Shell shell,
            String name,
            String uri,
            String text,
            String path,
            int size,
            boolean isForced,
            boolean isReplacing,
            @Nullable String passkey,
            String returnTo,
            Page.@Nullable Problem problem)
            implements FactorPage {
        @Override
        public String template() {
            return "page/enrol.jte";
        }

        @Override
        public boolean isScripted() {
            return passkey != null;
        }

        /** Nothing of the seed. */
        @Override
        public String toString() {
            return "Enrol";
        }
    }

    /**
     * Recovery codes, this once.
     *
     * @param done what was done, a sentence
     * @param isIn whether they are logged in by now; else they log in first
     * @param onward where it goes on
     */
    record Codes(Shell shell, List<String> codes, String done, boolean isIn, String onward) implements FactorPage {
        public Codes {
            codes = List.copyOf(codes);
        }

        @Override
        public String template() {
            return "page/codes.jte";
        }

        /** Nothing of the codes. */
        @Override
        public String toString() {
            return "Codes";
        }
    }

    /** How many recovery codes are left, and the way to new ones. */
    record Recovery(Shell shell, int left, boolean isLow, String returnTo, Page.@Nullable Problem problem)
            implements FactorPage {
        @Override
        public String template() {
            return "page/recovery.jte";
        }
    }

    /** What somebody is told once who may have a second factor and has none. */
    record Offer(Shell shell, boolean hasPasskeys, String returnTo, String inQuery) implements FactorPage {
        @Override
        public String template() {
            return "page/offer.jte";
        }
    }

    /**
     * What the account page says of second factors.
     *
     * @param since when the authenticator app was set up; null where there is none
     * @param mayRemove whether it may be removed: not where a second factor is required and there is no other
     * @param left how many recovery codes are left
     * @param isLow whether those are few
     * @param isRequired whether a second factor is required
     */
    record Own(@Nullable String since, boolean mayRemove, int left, boolean isLow, boolean isRequired) {}
}
