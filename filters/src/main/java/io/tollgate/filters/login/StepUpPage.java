package io.tollgate.filters.login;

import io.tollgate.filters.login.Page.Problem;
import io.tollgate.filters.login.Page.Shell;
import org.jspecify.annotations.Nullable;

/** The pages of a step-up. Immutable. */
public sealed interface StepUpPage extends Page.Apart {
    /**
     * By what somebody can prove once more who they are; by nothing here, where their password is an application's own.
     *
     * @param isPassword whether by the password, as they have nothing else
     * @param isCode whether by a code of an app or a recovery code
     * @param isPasskey whether by a passkey at this address
     */
    record Ways(boolean isPassword, boolean isCode, boolean isPasskey) {}

    /**
     * The form that asks for a fresh factor.
     *
     * @param deed what is to be confirmed, a sentence
     * @param returnTo null where whoever confirms goes back to another tab
     * @param kept what the request waits under; null where none does
     */
    record Asking(
            Shell shell,
            String name,
            String deed,
            @Nullable String returnTo,
            @Nullable String kept,
            Ways ways,
            String home,
            @Nullable Problem problem)
            implements StepUpPage {
        @Override
        public boolean isScripted() {
            return ways.isPasskey();
        }

        @Override
        public String template() {
            return "page/step-up.jte";
        }
    }

    /** What somebody is told who confirmed in a tab of its own. */
    record Confirmed(Shell shell, String home) implements StepUpPage {
        @Override
        public String template() {
            return "page/confirmed.jte";
        }
    }
}
