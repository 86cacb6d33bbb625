package io.tollgate.proxy.apps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of {@code docs/apps}: its examples are what the tests run, so that they can't be wrong. Immutable. */
final class AppsDocument {
    private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```yaml\\n(.*?)^```$");
    private static final Pattern UPSTREAM = Pattern.compile("(upstream: )http://127\\.0\\.0\\.1:[0-9]+");

    private final Path file;
    private final List<String> examples;

    private AppsDocument(Path file, List<String> examples) {
        this.file = file;
        this.examples = List.copyOf(examples);
    }

    /** Reads the page of this name. */
    static AppsDocument read(String name) throws IOException {
        return read(folder().resolve(name + ".md"));
    }

    static AppsDocument read(Path file) throws IOException {
        List<String> examples = new ArrayList<>();
        Matcher example = EXAMPLE.matcher(Files.readString(file));
        while (example.find()) {
            examples.add(example.group(1));
        }
        return new AppsDocument(file, examples);
    }

    /** Where such pages are. */
    static Path folder() {
        return Path.of("../docs/apps");
    }

    /** Every example, from {@code apps:} on. */
    List<String> examples() {
        return examples.stream().map(AppsDocument::fromApps).toList();
    }

    /** The example in which the application keeps its own login, for one that listens here. */
    String withOwnLogin(String upstream) {
        String example = examples().stream()
                .filter(each -> each.contains("by: app"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(file + " has no example with login.by: app"));
        return UPSTREAM.matcher(example).replaceAll("$1" + upstream);
    }

    private static String fromApps(String example) {
        return example.substring(Math.max(0, example.indexOf("apps:")));
    }

    @Override
    public String toString() {
        return file.getFileName().toString();
    }
}
