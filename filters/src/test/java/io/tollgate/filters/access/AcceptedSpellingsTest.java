package io.tollgate.filters.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.Spelling;
import io.tollgate.filters.http.Form;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class AcceptedSpellingsTest {
    private static final Set<Spelling> ALL = EnumSet.allOf(Spelling.class);

    private static Set<String> paths(String target, Spelling... accepted) {
        Readings readings = (Readings) Readings.of(target, Set.of(accepted));
        Set<String> paths = new TreeSet<>();
        for (int i = 0; i < readings.count(); i++) {
            paths.add(readings.path(i));
        }
        return paths;
    }

    private static boolean isPermitted(String target, Rules rules) {
        return Readings.of(target, ALL) instanceof Readings readings
                && rules.compile().judge("GET", readings, Set.of("user"), Form.NONE) instanceof Permit;
    }

    @Test
    void each_spelling_is_read_in_every_way() {
        assertThat(paths("/a%2fb", Spelling.ENCODED_SLASH)).containsExactly("/a%2Fb", "/a/b");
        assertThat(paths("/a%5Cb", Spelling.ENCODED_BACKSLASH)).containsExactly("/a%5Cb", "/a/b", "/a\\b");
        assertThat(paths("/a%3Bb", Spelling.ENCODED_SEMICOLON)).containsExactly("/a", "/a%3Bb", "/a;b");
        assertThat(paths("/a%2562", Spelling.DOUBLE_ENCODING)).containsExactly("/a%62", "/ab");
        assertThat(paths("/M%FCller", Spelling.LATIN_1)).containsExactly("/Mller", "/M\u00fcller");
        assertThat(paths("/M\u00fcller", Spelling.LATIN_1)).containsExactly("/Mller", "/M\u00fcller");
        assertThat(paths("/%C2%BD", Spelling.FOLDING)).containsExactly("/1/2", "/\u00bd");
    }

    @Test
    void what_is_not_accepted_stays_refused() {
        for (Spelling spelling : Spelling.values()) {
            Set<Spelling> others = EnumSet.complementOf(EnumSet.of(spelling));
            String target = switch (spelling) {
                case ENCODED_SLASH -> "/a%2Fb";
                case ENCODED_BACKSLASH -> "/a%5Cb";
                case ENCODED_SEMICOLON -> "/a%3Bb";
                case DOUBLE_ENCODING -> "/a%2562";
                case LATIN_1 -> "/a%FC";
                case FOLDING -> "/%C2%BD";
            };
            assertThat(Readings.of(target, others)).as(target).isInstanceOf(Unreadable.class);
            assertThat(Readings.of(target, EnumSet.of(spelling))).as(target).isInstanceOf(Readings.class);
        }
    }

    @Test
    void nothing_makes_up_for_dot_segments_controls_or_broken_encoding() {
        for (String target : new String[] {
            "/a/..%2Fb", "/a%2F..%2Fb", "/a%5C..%5Cb", "/a/%252e%252e/b", "/a/..%3Bx/b", "/a%2F.", "/a%00", "/a%250a",
            "/a%zz", "/a/%E2%80%A5/b", "/a%C0%AF", "/a%C0%AE", "/a%E0%80%AF", "/a/.%FC./b", "/a\\b", "/a%u002f",
            "/a%25u002f", "/%EF%94%AF%2Fa", "/a%2525252541", "/../a", "/a//..;/b"
        }) {
            assertThat(Readings.of(target, ALL)).as(target).isInstanceOf(Unreadable.class);
        }
    }

    @Test
    void every_reading_is_allowed_and_none_denied() {
        Rules rules = new Rules().allow("user", "/a/*", "/b/**").deny("user", "/b/x/**");
        assertThat(isPermitted("/b/y%2Fz", rules)).isTrue();
        assertThat(isPermitted("/b/x%2Fz", rules)).isFalse();
        assertThat(isPermitted("/b%2Fx/z", rules)).isFalse();
        assertThat(isPermitted("/b/%2578/z", rules)).isFalse();
        assertThat(isPermitted("/b/%255C..%255Cx", rules)).isFalse();
        assertThat(isPermitted("/a/y%2Fz", rules))
                .as("one segment to one reader, two to another")
                .isFalse();
        assertThat(isPermitted("/a%2Fy", rules))
                .as("no reader of one segment alone may be let in")
                .isFalse();
    }
}
