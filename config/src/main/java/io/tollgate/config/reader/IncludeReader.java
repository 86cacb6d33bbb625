package io.tollgate.config.reader;

import io.tollgate.config.schema.GatewayKeys;
import io.tollgate.config.schema.Key;
import io.tollgate.config.yaml.YamlNode;
import io.tollgate.config.yaml.YamlNode.Entry;
import io.tollgate.config.yaml.YamlNode.YamlMap;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.PatternSyntaxException;

/** Reads the apps of the files that {@code include} names. */
final class IncludeReader {

    private static final int MOST = 1000;

    private final Path file;
    private final Findings findings;

    private final UnaryOperator<YamlNode> held;

    /**
     * Of one including file.
     *
     * @param file as the operator named it
     * @param held what profiles let stand of an included file
     */
    IncludeReader(Path file, Findings findings, UnaryOperator<YamlNode> held) {
        this.file = file;
        this.findings = findings;
        this.held = held;
    }

    /** The apps of all included files, in the order of their names within each glob. */
    List<Section.Named> apps(Section gateway) {
        List<Section.Named> apps = new ArrayList<>();
        Set<Path> files = new LinkedHashSet<>();
        for (Placed<String> glob : gateway.list(GatewayKeys.INCLUDE)) {
            List<Path> found = matches(glob);
            if (found != null && found.isEmpty()) {
                glob.problem(
                        "\"" + glob.value() + "\" matches no file", "check the path, which is relative to this file");
            }
            for (Path each : found == null ? List.<Path>of() : found) {
                if (each.toAbsolutePath()
                        .normalize()
                        .equals(file.toAbsolutePath().normalize())) {
                    glob.problem(
                            "\"" + glob.value() + "\" takes in this file itself", "keep apps in a folder of their own");
                } else {
                    files.add(each);
                }
            }
        }
        files.stream().limit(MOST).forEach(included -> apps.addAll(read(included)));
        return apps;
    }

    private @org.jspecify.annotations.Nullable List<Path> matches(Placed<String> glob) {
        if (glob.value().contains("**")) {
            glob.problem("\"" + glob.value() + "\" has a \"**\"", "name each folder, such as apps/*.yaml");
            return null;
        }
        Path folder = file.getParent();
        List<Path> found = List.of(glob.value().startsWith("/") ? Path.of("/") : folder == null ? Path.of("") : folder);
        try {
            for (String segment : glob.value().split("/+", -1)) {
                found = segment.isEmpty() ? found : step(found, segment);
            }
        } catch (IOException | DirectoryIteratorException | PatternSyntaxException | InvalidPathException e) {
            glob.problem("\"" + glob.value() + "\" can't be followed", "check the pattern and the mode of its folders");
            return null;
        }
        return found.stream().filter(Files::isRegularFile).toList();
    }

    /** What a segment, with or without wildcards, leads to from some folders, by name. */
    private static List<Path> step(List<Path> folders, String segment) throws IOException {
        List<Path> next = new ArrayList<>();
        for (Path folder : folders) {
            if (segment.chars().noneMatch(c -> "*?[{\\".indexOf(c) >= 0)) {
                next.add(folder.resolve(segment));
            } else if (Files.isDirectory(folder)) {
                List<Path> matching = new ArrayList<>();
                try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, segment)) {
                    stream.forEach(matching::add);
                }
                matching.sort(null);
                next.addAll(matching);
            }
        }
        return next;
    }

    private List<Section.Named> read(Path included) {
        YamlNode node = SourceFile.load(included, included.toString(), findings);
        if (node == null) {
            return List.of();
        }
        Place place = new Place(findings, "", held.apply(node instanceof YamlMap map ? onlyApps(map) : node));
        return Section.of(place, GatewayKeys.INCLUDED_TABLE).named(GatewayKeys.APPS);
    }

    /** Tells of keys that belong into the file which includes, and leaves them out. */
    private YamlMap onlyApps(YamlMap map) {
        List<Entry> kept = new ArrayList<>();
        for (Entry entry : map.entries()) {
            boolean elsewhere = !entry.key().equals(GatewayKeys.APPS.name())
                    && GatewayKeys.TABLE.keys().stream().map(Key::name).anyMatch(entry.key()::equals);
            if (elsewhere) {
                findings.add(entry.at(), entry.key(), "can't stand in an included file", "move it to " + file);
            } else {
                kept.add(entry);
            }
        }
        return new YamlMap(map.at(), kept);
    }
}
