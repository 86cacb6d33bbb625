package io.tollgate.filters.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** As what form a request's body claims to be read, by its Content-Type and Content-Encoding. Immutable. */
public sealed interface FormClaim {
    /** No backend reads a body of this type as a form. */
    enum None implements FormClaim {
        NONE
    }

    /** Pairs as in a query; also a body without a type, which old CGI libraries read so. */
    record Pairs(boolean isDeclared) implements FormClaim {}

    /** Parts between boundaries (RFC 7578). */
    record Parts(String boundary) implements FormClaim {}

    /** Backends differ in how they read it. */
    enum Unclear implements FormClaim {
        UNCLEAR
    }

    /** Character sets under which ASCII is ASCII. */
    Set<String> HARMLESS_CHARSETS = Set.of(
            "utf-8",
            "utf8",
            "us-ascii",
            "ascii",
            "iso-8859-1",
            "iso8859-1",
            "latin1",
            "iso-8859-15",
            "windows-1252",
            "cp1252");

    /** Reads the claim of a head. */
    static FormClaim of(HeaderFields fields) {
        int type = fields.find("content-type", 0);
        if (type >= 0 && fields.find("content-type", type + 1) >= 0) {
            return Unclear.UNCLEAR;
        }
        FormClaim claim = type < 0 ? new Pairs(false) : ofType(fields.value(type));
        int encoding = fields.find("content-encoding", 0);
        boolean isPlain = encoding < 0 || fields.hasValue(encoding, "identity");
        return isPlain || claim == None.NONE ? claim : Unclear.UNCLEAR;
    }

    private static FormClaim ofType(String value) {
        MediaType type = MediaType.parse(value);
        String name = type == null ? value.toLowerCase(Locale.ROOT) : type.name();
        boolean isForm = name.contains("urlencoded") || name.contains("multipart") || name.contains("form-data");
        if (type == null) {
            return value.isEmpty() ? new Pairs(false) : isForm || value.indexOf(',') >= 0 ? Unclear.UNCLEAR : None.NONE;
        }
        if (!isForm) {
            return name.indexOf('/') < 0 ? new Pairs(false) : None.NONE; // what is no type counts as none
        }
        String charset = type.parameters().get("charset");
        if (charset != null && !HARMLESS_CHARSETS.contains(charset.toLowerCase(Locale.ROOT))) {
            return Unclear.UNCLEAR;
        }
        return switch (name) {
            case "application/x-www-form-urlencoded" -> new Pairs(true);
            case "multipart/form-data" -> ofBoundary(type);
            default -> Unclear.UNCLEAR;
        };
    }

    /**
     * The boundary of a body of parts that is no form, {@code multipart/mixed} for one: some frameworks (Rack) look for
     * parameters there, too.
     *
     * @return null where there is none, or none that everybody reads
     */
    static @Nullable String boundaryOfMixed(HeaderFields fields) {
        int at = fields.find("content-type", 0);
        boolean isPlain = at >= 0
                && fields.find("content-type", at + 1) < 0
                && (!fields.has("content-encoding") || fields.hasValue(fields.find("content-encoding", 0), "identity"));
        MediaType type = isPlain ? MediaType.parse(fields.value(at)) : null;
        boolean isMixed = type != null
                && type.name().startsWith("multipart/")
                && !type.name().equals("multipart/form-data");
        return isMixed && type != null && ofBoundary(type) instanceof Parts parts ? parts.boundary() : null;
    }

    private static FormClaim ofBoundary(MediaType type) {
        String boundary = type.parameters().get("boundary");
        if (boundary == null || boundary.isEmpty() || boundary.length() > 70 || isBoundaryHidden(type)) {
            return Unclear.UNCLEAR;
        }
        for (int i = 0; i < boundary.length(); i++) {
            char c = boundary.charAt(i);
            boolean isAllowed = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "'()+_-./:=?".indexOf(c) >= 0;
            if (!isAllowed) {
                return Unclear.UNCLEAR;
            }
        }
        return new Parts(boundary);
    }

    /** PHP takes the first word "boundary" for the parameter, and Rack the last that an equals sign follows. */
    private static boolean isBoundaryHidden(MediaType type) {
        boolean isHidden = type.name().contains("boundary");
        for (Map.Entry<String, String> parameter : type.parameters().entrySet()) {
            String value = parameter.getValue().toLowerCase(Locale.ROOT);
            isHidden |= parameter.getKey().equals("boundary")
                    ? value.contains("boundary=")
                    : value.contains("boundary") || parameter.getKey().contains("boundary");
        }
        return isHidden;
    }

    /**
     * The parameters of a body that came with this claim.
     *
     * @return null where it can't be read in one way only
     */
    default @Nullable Form read(byte[] body) {
        if (this == None.NONE) {
            return Form.NONE;
        }
        List<Parameter> parameters = null;
        if (this instanceof Pairs) {
            parameters = UrlEncoded.parse(new String(body, StandardCharsets.ISO_8859_1));
        } else if (this instanceof Parts parts) {
            parameters = Multipart.parse(body, parts.boundary());
        }
        return parameters == null || hasOddCharset(parameters) ? null : new Form(parameters);
    }

    /** Whether a form names its own character set, as HTML lets it, and one that would change what it says. */
    private static boolean hasOddCharset(List<Parameter> parameters) {
        for (Parameter parameter : parameters) {
            if (isCharsetName(parameter.name())
                    && !isHarmlessCharset(parameter.value().strip())) {
                return true;
            }
        }
        return false;
    }

    /** Whether a field of this name says in which character set the form is (HTML, "form control infrastructure"). */
    static boolean isCharsetName(String name) {
        return name.strip().equalsIgnoreCase("_charset_");
    }

    /** Whether ASCII is ASCII in this character set. */
    static boolean isHarmlessCharset(String charset) {
        return HARMLESS_CHARSETS.contains(charset.toLowerCase(Locale.ROOT));
    }
}
