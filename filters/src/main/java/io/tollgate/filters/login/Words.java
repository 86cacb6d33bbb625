package io.tollgate.filters.login;

import java.util.ArrayList;
import java.util.List;

/** What a refusal says to a person: no code, no blame, and what to do. */
record Words(String title, List<String> texts) {
    private static Words of(String title, String... texts) {
        return new Words(title, List.of(texts));
    }

    /** The same with one more sentence at the end. */
    Words and(String text) {
        List<String> more = new ArrayList<>(texts);
        more.add(text);
        return new Words(title, List.copyOf(more));
    }

    /** Of a refusal that concerns who somebody is: 403. */
    static Words denied(String reason) {
        return switch (reason) {
            case "access.none" ->
                of(
                        "You can't open this page",
                        "Your account has no access to this part of the application.",
                        "If you need it for your work, ask your administrator. Nothing was changed.");
            case "tenant.none" ->
                of(
                        "This address is not yours",
                        "You are logged in, but your account does not belong to the practice behind this address.",
                        "Go to the address of your own practice. If this one should be yours too, ask your "
                                + "administrator. Nothing was changed.");
            case "access.form" ->
                of(
                        "This form could not be checked",
                        "It is larger or built differently than what can be checked here, so it was not sent on.",
                        "Nothing was saved. Go back, and your entries should still be there.");
            case "origin" ->
                of(
                        "This did not come from the application",
                        "Another website sent this in your name, so it was stopped. Nothing was changed.",
                        "If you did mean to do it, open the application itself and do it there.");
            default ->
                of(
                        "You can't do this",
                        "Your account is not allowed to do this here.",
                        "If you need it for your work, ask your administrator. Nothing was changed.");
        };
    }

    /** Of any other refusal. */
    static Words refused(int status) {
        return switch (status) {
            case 400 ->
                of(
                        "This address or form can't be read",
                        "There is something in it that could be understood in more than one way, so it was not sent"
                                + " on.",
                        "Go back and try another way. If a link brought you here, the link is damaged.");
            case 404 -> of("There is no such page", "The address leads nowhere. Check it, or go back.");
            case 405, 501 -> of("This can't be done here", "The page does not take this kind of request.");
            case 413 ->
                of(
                        "This is too large",
                        "What you are sending is larger than what is accepted here. Nothing was saved.",
                        "If it is a file, try a smaller one.");
            case 414, 431 ->
                of(
                        "This request is too long",
                        "The address, or what your browser keeps for this site, is longer than what is accepted.",
                        "Deleting the cookies of this site in your browser often helps.");
            case 421 ->
                of(
                        "Nothing is at this address",
                        "The computer answers, but no application here has this name.",
                        "Check the address. If it is right, tell whoever looks after it.");
            case 502 ->
                of(
                        "The application did not answer properly",
                        "The application itself has a problem.",
                        "Wait a minute and try again. If you were saving something, check first whether it was saved.");
            case 503 ->
                of(
                        "This can't be done right now",
                        "The application is busy, or is being looked after.",
                        "Wait a minute and try again.");
            case 504 ->
                of(
                        "The application takes too long",
                        "The application did not answer in time.",
                        "If you were saving something, check first whether it was saved. Then try again.");
            default -> status >= 500 ? failed() : stopped();
        };
    }

    private static Words failed() {
        return of("Something went wrong here", "It is not your fault, and it was noted. Try again in a minute.");
    }

    private static Words stopped() {
        return of("This was not accepted", "The request was stopped here. Go back and try another way.");
    }
}
