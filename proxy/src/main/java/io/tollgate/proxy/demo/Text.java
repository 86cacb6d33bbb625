package io.tollgate.proxy.demo;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the application reads and writes numbers, money and days. */
final class Text {

    private static final long MOST_CENTS = 100_000_000;

    private Text() {}

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }

    /** A whole number of at most nine digits, or -1. */
    static int number(String text) {
        if (text.isEmpty() || text.length() > 9 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        return Integer.parseInt(text);
    }

    /** Cents of an amount such as {@code 65} or {@code 65.00}, or -1. */
    static long cents(String text) {
        int point = text.indexOf('.');
        String whole = point < 0 ? text : text.substring(0, point);
        String part = point < 0 ? "00" : text.substring(point + 1);
        if (part.length() != 2) {
            return -1;
        }
        int units = number(whole);
        int hundredths = number(part);
        long cents = units * 100L + hundredths;
        return units < 0 || hundredths < 0 || cents > MOST_CENTS ? -1 : cents;
    }

    static String money(long cents) {
        return cents / 100 + "." + (cents % 100 < 10 ? "0" : "") + cents % 100;
    }

    static @Nullable LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException noDay) {
            return null;
        }
    }
}
