package io.tollgate.proxy.apps;

import io.tollgate.proxy.Browser;
import io.tollgate.proxy.SameAnswers.Ask;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;

/**
 * An application that is not ours, with a login of its own and two people, {@link #ann} and {@link #bob}. It counts nothing
 * and locks nobody: whatever protects them is the gateway.
 */
interface LegacyApp {
    /** The password of both. */
    String PASSWORD = "clinic-2003";

    /** The page of {@code docs/apps} that says how it is guarded. */
    String document();

    /** Where it listens, on loopback. */
    int port();

    /** The name of the first person. */
    default String ann() {
        return "ann";
    }

    /** The name of the second. */
    default String bob() {
        return "bob";
    }

    /** The role of whoever is in no user table, as the document says it. */
    String role();

    /** A path that only who is logged in may see. */
    String inside();

    /** A path for which a role is needed. */
    default String further() {
        return inside();
    }

    /** What its answer shows to whoever is logged in under this name and to nobody else. */
    boolean greets(HttpResponse<String> page, String name);

    /** How many passwords it has looked at since it was started, by its own log. */
    int looked() throws IOException;

    /** Somebody who uses it with this browser. */
    Visitor visitor(Browser browser);

    /** What somebody does from the form on, wrong password and logout included; each step knows the page before it. */
    List<Step> day();

    /** Takes out of a text what is new in every answer. */
    String settled(String text);

    /** A request of a day. */
    @FunctionalInterface
    interface Step {
        /** What to ask, given the page that the same side showed last. */
        Ask after(String page);

        /** One that does not depend on the page before it. */
        static Step get(String path) {
            return page -> Ask.of("GET", path, "");
        }
    }

    /** Somebody at a browser, who does what the application's pages want. */
    interface Visitor {
        /** Asks for the application's form, and fills it in. */
        HttpResponse<String> login(String name, String password) throws IOException, InterruptedException;

        /** Goes to a page, as whoever the application takes them for. */
        HttpResponse<String> open(String path) throws IOException, InterruptedException;

        /** Logs out at the application. */
        HttpResponse<String> logout() throws IOException, InterruptedException;

        /** Where they sit. */
        Browser browser();
    }
}
