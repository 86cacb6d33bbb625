package io.tollgate.config.yaml;

import io.tollgate.config.Position;
import io.tollgate.config.Problem;
import io.tollgate.config.yaml.YamlNode.Entry;
import io.tollgate.config.yaml.YamlNode.Kind;
import io.tollgate.config.yaml.YamlNode.YamlList;
import io.tollgate.config.yaml.YamlNode.YamlMap;
import io.tollgate.config.yaml.YamlNode.YamlScalar;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/** Turns a YAML text into nodes, token by token, so that nothing is expanded and every place is kept. */
public final class YamlReader {

    private static final int DEPTH = 24;
    private static final String SYNTAX = "(file)";

    private final String file;
    private final YAMLParser parser;
    private final Consumer<Problem> problems;

    private YamlReader(String file, YAMLParser parser, Consumer<Problem> problems) {
        this.file = file;
        this.parser = parser;
        this.problems = problems;
    }

    /** The document, an empty map for an empty text, or null after telling of what is no YAML at all. */
    public static @Nullable YamlNode read(String file, String text, Consumer<Problem> problems) {
        Problem unreadable = YamlText.unreadable(file, text);
        if (unreadable != null) {
            problems.accept(unreadable);
            return null;
        }
        try (YAMLParser parser =
                (YAMLParser) YAMLFactory.builder().build().createParser(ObjectReadContext.empty(), text)) {
            return new YamlReader(file, parser, problems).document();
        } catch (TooDeepException e) {
            problems.accept(new Problem(e.at, SYNTAX, "is nested more than " + DEPTH + " deep", "nest less"));
        } catch (JacksonException e) {
            problems.accept(SyntaxProblem.of(file, e));
        } catch (RuntimeException e) {
            // The parser is not ours: whatever it stumbles over is a problem of the file, never the end of the process.
            problems.accept(new Problem(
                    new Position(file, 1, 1), SYNTAX, "can't be parsed as YAML", "look for unusual characters in it"));
        }
        return null;
    }

    private YamlNode document() {
        JsonToken first = parser.nextToken();
        if (first == null) {
            return new YamlMap(new Position(file, 1, 1), List.of());
        }
        YamlNode root = node(first, 0);
        if (parser.nextToken() != null) {
            problems.accept(
                    new Problem(here(), SYNTAX, "holds a second document", "remove the line \"---\" and what follows"));
        }
        return root;
    }

    private YamlNode node(JsonToken token, int depth) {
        Position at = here();
        if (depth > DEPTH) {
            throw new TooDeepException(at);
        }
        refuseTag(at);
        return switch (token) {
            case START_OBJECT -> new YamlMap(at, entries(depth));
            case START_ARRAY -> new YamlList(at, items(depth));
            case VALUE_NUMBER_INT -> new YamlScalar(at, parser.getString(), Kind.INTEGER);
            case VALUE_TRUE, VALUE_FALSE -> new YamlScalar(at, parser.getString(), Kind.BOOLEAN);
            case VALUE_NULL -> new YamlScalar(at, "", Kind.NOTHING);
            default -> text(at);
        };
    }

    private YamlNode text(Position at) {
        if (parser.isCurrentAlias()) {
            problems.accept(new Problem(
                    at,
                    SYNTAX,
                    "refers to an anchor (\"*" + parser.getString() + "\")",
                    "write the value out, in quotes"));
        }
        return new YamlScalar(at, parser.getString(), Kind.TEXT);
    }

    private List<Entry> entries(int depth) {
        List<Entry> entries = new ArrayList<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            Position at = here();
            entries.add(new Entry(key, at, node(parser.nextToken(), depth + 1)));
        }
        return entries;
    }

    private List<YamlNode> items(int depth) {
        List<YamlNode> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(node(token, depth + 1));
        }
        return items;
    }

    private void refuseTag(Position at) {
        if (parser.getTypeId() != null) {
            problems.accept(new Problem(at, SYNTAX, "has a tag (\"!…\")", "remove it"));
        }
    }

    private Position here() {
        TokenStreamLocation location = parser.currentTokenLocation();
        return new Position(file, Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }

    /** Ends the reading of a file that is nested too deep. */
    private static final class TooDeepException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Position at;

        TooDeepException(Position at) {
            super("too deep", null, false, false);
            this.at = at;
        }
    }
}
