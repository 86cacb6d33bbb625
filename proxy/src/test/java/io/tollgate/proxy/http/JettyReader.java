package io.tollgate.proxy.http;

import io.tollgate.proxy.http.Reading.End;
import io.tollgate.proxy.http.Reading.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;

/** Jetty's parser of HTTP/1.1 over the same bytes, as strict or as lenient as it can be. */
final class JettyReader implements HttpParser.RequestHandler, HttpParser.ResponseHandler {
    static {
        // Its parser throws exceptions whose constructor asserts a status for requests, also where it reads answers.
        JettyReader.class.getClassLoader().setPackageAssertionStatus("org.eclipse.jetty", false);
    }

    private final List<Message> messages = new ArrayList<>();
    private final StringBuilder body = new StringBuilder();
    private List<String> fields = new ArrayList<>();
    private List<String> trailers = new ArrayList<>();
    private String line = "";
    private String why = "";
    private boolean isHeadWhole;
    private boolean isMessageWhole;

    private JettyReader() {}

    static Reading requests(byte[] bytes, boolean isStrict) {
        JettyReader reader = new JettyReader();
        return reader.read(new HttpParser((HttpParser.RequestHandler) reader, 65_536, compliance(isStrict)), bytes);
    }

    static Reading answers(byte[] bytes, boolean isStrict) {
        JettyReader reader = new JettyReader();
        return reader.read(new HttpParser((HttpParser.ResponseHandler) reader, 65_536, compliance(isStrict)), bytes);
    }

    private static HttpCompliance compliance(boolean isStrict) {
        return isStrict ? HttpCompliance.RFC9110 : HttpCompliance.RFC2616_LEGACY;
    }

    private Reading read(HttpParser parser, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (why.isEmpty()) {
            int before = in.remaining();
            isMessageWhole = false;
            parser.parseNext(in);
            if (isMessageWhole) {
                parser.reset();
            } else if (in.remaining() == before || !in.hasRemaining()) {
                break;
            }
        }
        boolean isPartial = isHeadWhole || !(parser.isStart() || parser.isState(HttpParser.State.START));
        End end = !why.isEmpty() ? End.REFUSED : isPartial ? End.PARTIAL : End.WHOLE;
        return new Reading(messages, end, why, isHeadWhole);
    }

    @Override
    public void startRequest(String method, String uri, HttpVersion version) {
        began(method + " " + uri);
    }

    @Override
    public void startResponse(HttpVersion version, int status, String reason) {
        began(Integer.toString(status));
    }

    private void began(String what) {
        line = what;
        fields = new ArrayList<>();
        trailers = new ArrayList<>();
        body.setLength(0);
    }

    @Override
    public void parsedHeader(HttpField field) {
        fields.add(text(field));
    }

    @Override
    public void parsedTrailer(HttpField field) {
        trailers.add(text(field));
    }

    private static String text(HttpField field) {
        return field.getName().toLowerCase(Locale.ROOT) + ": " + (field.getValue() == null ? "" : field.getValue());
    }

    @Override
    public boolean content(ByteBuffer content) {
        body.append(StandardCharsets.ISO_8859_1.decode(content));
        return false;
    }

    @Override
    public boolean headerComplete() {
        isHeadWhole = true;
        return false;
    }

    @Override
    public boolean contentComplete() {
        return false;
    }

    @Override
    public boolean messageComplete() {
        messages.add(new Message(line, fields, body.toString(), trailers));
        isHeadWhole = false;
        isMessageWhole = true;
        return true;
    }

    @Override
    public void earlyEOF() {
        why = "a fault after the head"; // The end of the bytes is never told.
    }

    @Override
    public void badMessage(HttpException failure) {
        why = failure.getCode() + " " + failure.getReason();
    }
}
