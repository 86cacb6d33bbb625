package io.tollgate.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.AppConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncludeReaderTest {

    private static final String APP = "apps: { %s: { path: /%s, upstream: http://127.0.0.1:8080 } }\n";

    @TempDir
    Path temporary;

    private ConfigFolder folder;

    @BeforeEach
    void begin() {
        folder = new ConfigFolder(temporary);
    }

    @Test
    void apps_of_included_files_come_in_the_order_of_their_names() {
        folder.file("apps/b.yaml", APP.formatted("b", "b"))
                .file("apps/a.yaml", APP.formatted("a", "a"))
                .file("apps/note.txt", "not this");
        assertThat(folder.loaded(ConfigFolder.top("include: [apps/*.yaml]")).apps())
                .extracting(AppConfig::name)
                .containsExactly("billing", "a", "b");
    }

    @Test
    void all_apps_may_be_in_included_files() {
        folder.file("apps/a.yaml", APP.formatted("a", "a"));
        folder.loaded(ConfigFolder.LISTENERS + "include: [apps/a.yaml]\n");
    }

    @Test
    void a_problem_names_the_file_it_is_in_after_those_of_the_main_file() {
        folder.file("apps/a.yaml", "apps:\n  a:\n    upstrem: http://x\n    upstream: http://x\n    path: /a\n");
        assertThat(folder.problems(ConfigFolder.top("include: [apps/a.yaml]", "hsts: 1")))
                .containsExactly(
                        "tollgate.yaml:4:7: hsts: \"1\" has no unit; "
                                + "write a whole number and a unit (ms, s, m, h or d), such as 10m",
                        "apps/a.yaml:3:5: apps.a.upstrem: unknown key; did you mean \"upstream\"?");
    }

    @Test
    void an_app_is_defined_once_and_both_places_are_named() {
        folder.file("apps/a.yaml", APP.formatted("billing", "other"));
        assertThat(folder.problems(ConfigFolder.top("include: [apps/*.yaml]")))
                .containsExactly("apps/a.yaml:1:9: apps.billing: this app is already defined at tollgate.yaml:2:9; "
                        + "keep one of them, or rename it");
    }

    @Test
    void only_apps_stand_in_an_included_file() {
        folder.file("a.yaml", APP.formatted("a", "a") + "roles: [x]\ninclude: [b.yaml]\nroels: []\n");
        assertThat(folder.problems(ConfigFolder.top("include: [a.yaml]")))
                .containsExactly(
                        "a.yaml:2:1: roles: can't stand in an included file; move it to tollgate.yaml",
                        "a.yaml:3:1: include: can't stand in an included file; move it to tollgate.yaml",
                        "a.yaml:4:1: roels: unknown key; remove it; known here are apps");
    }

    @Test
    void a_glob_without_a_match_is_told() {
        assertThat(folder.problems(ConfigFolder.top("include: [apps/*.yaml, \"**/x.yaml\", \"[\"]")))
                .containsExactly(
                        "tollgate.yaml:3:11: include[0]: \"apps/*.yaml\" matches no file; "
                                + "check the path, which is relative to this file",
                        "tollgate.yaml:3:24: include[1]: \"**/x.yaml\" has a \"**\"; "
                                + "name each folder, such as apps/*.yaml",
                        "tollgate.yaml:3:37: include[2]: \"[\" can't be followed; "
                                + "check the pattern and the mode of its folders");
    }

    @Test
    void a_file_that_is_no_yaml_does_not_hide_the_problems_of_others() {
        folder.file("a.yaml", "apps: [").file("b.yaml", APP.formatted("b", "b").replace("path: /b", "path: b"));
        assertThat(folder.problems(ConfigFolder.top("include: [a.yaml, b.yaml]")))
                .hasSize(2)
                .anyMatch(problem -> problem.startsWith("a.yaml:1:8: (file): is not YAML: "))
                .anyMatch(problem -> problem.startsWith("b.yaml:1:20: apps.b.path: "));
    }

    @Test
    void a_file_that_two_globs_name_is_read_once() {
        folder.file("a.yaml", APP.formatted("a", "a"));
        folder.loaded(ConfigFolder.top("include: [a.yaml, a.y*]"));
    }

    @Test
    void a_file_does_not_include_itself() {
        assertThat(folder.problems(ConfigFolder.top("include: [\"*.yaml\"]")))
                .containsExactly("tollgate.yaml:3:11: include[0]: \"*.yaml\" takes in this file itself; "
                        + "keep apps in a folder of their own");
    }
}
