package io.tollgate.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads {@code [METHODS ]path[?name=value[&…]]}. What could be read in two ways is refused. */
final class PatternParser {

    private static final Pattern METHOD = Pattern.compile("[A-Z0-9!#$%&'+.^_`~-]+");

    private PatternParser() {}

    static RulePattern parse(String text, Position position) {
        int blank = text.indexOf(' ');
        String target = text.substring(blank + 1);
        if (!target.startsWith("/")) {
            throw new MalformedValueException(
                    "\"" + text + "\" has no path that begins with \"/\"",
                    "write [METHODS ]/path[?name=value], such as \"GET /patients/*\"");
        }
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        return new RulePattern(
                text,
                position,
                blank < 0 ? Set.of() : methods(text.substring(0, blank)),
                segments(path),
                question < 0 ? List.of() : parameters(target.substring(question + 1)));
    }

    private static Set<String> methods(String text) {
        Set<String> methods = new TreeSet<>();
        if (text.equals("*")) {
            return methods;
        }
        for (String method : text.split("\\|", -1)) {
            if (!METHOD.matcher(method).matches()) {
                throw new MalformedValueException(
                        "\"" + method + "\" is not a method",
                        "write methods in upper case, joined by \"|\" without blanks, or leave them out for all");
            }
            methods.add(method);
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return methods;
    }

    /** The segments of a path that begins with a slash. */
    static List<PatternSegment> segments(String path) {
        String[] texts = path.substring(1).split("/", -1);
        List<PatternSegment> segments = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            if (texts[i].isEmpty() && i < texts.length - 1) {
                throw new MalformedValueException(
                        "\"" + path + "\" has an empty segment", "leave out one of the slashes that follow each other");
            }
            segments.add(segment(texts[i], path));
        }
        for (int i = 1; i < segments.size(); i++) {
            if (segments.get(i) instanceof PatternSegment.AnyDepth && segments.get(i - 1) == segments.get(i)) {
                throw new MalformedValueException("\"" + path + "\" says \"**\" twice", "once is enough");
            }
        }
        return segments;
    }

    private static PatternSegment segment(String text, String path) {
        if (text.equals("**")) {
            return PatternSegment.AnyDepth.ANY_DEPTH;
        }
        if (text.contains("**")) {
            throw new MalformedValueException(
                    "\"" + path + "\" has \"**\" beside other characters",
                    "let it stand as a whole segment, or write one \"*\"");
        }
        if (text.indexOf('{') >= 0 || text.indexOf('}') >= 0) {
            throw new MalformedValueException(
                    "a {name} in a path, as in \"" + path + "\", is not in this release", "write \"*\" instead");
        }
        List<String> parts = new ArrayList<>();
        for (String part : text.split("\\*", -1)) {
            parts.add(PercentText.inPath(part));
        }
        if (parts.size() > 1) {
            return new PatternSegment.Glob(parts);
        }
        String value = parts.get(0);
        if (value.equals(".") || value.equals("..")) {
            throw new MalformedValueException(
                    "\"" + path + "\" has a dot segment, which no request may have", "write the path it leads to");
        }
        return new PatternSegment.Literal(value);
    }

    private static List<ParameterCondition> parameters(String text) {
        List<ParameterCondition> conditions = new ArrayList<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new MalformedValueException(
                        "\"" + pair + "\" is not a condition on a parameter", "write name=value, joined by \"&\"");
            }
            conditions.add(new ParameterCondition(
                    PercentText.inQuery(pair.substring(0, equals)), PercentText.inQuery(pair.substring(equals + 1))));
        }
        return conditions;
    }
}
