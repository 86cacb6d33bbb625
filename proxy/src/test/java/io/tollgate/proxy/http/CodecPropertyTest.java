package io.tollgate.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.RequestHead;
import io.tollgate.proxy.http.Reading.End;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for every message, shown on many that a seed makes. */
@SuppressWarnings("StringConcatToTextBlock") // What is on the wire ends its lines in CRLF.
final class CodecPropertyTest {
    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void messages_read_the_same_wherever_they_are_cut() {
        for (int seed = 0; seed < 100; seed++) {
            byte[] requests = new Generator(seed).requests();
            Reading whole = CodecReader.requests(requests);
            assertThat(whole.end()).isIn(End.WHOLE, End.CLOSED);
            byte[] answers = new Generator(seed).answers();
            Reading wholeAnswers = CodecReader.answers(answers);
            assertThat(wholeAnswers.end()).isIn(End.WHOLE, End.CLOSED);
            for (int at = 1; at < requests.length; at++) {
                assertThat(CodecReader.requests(requests, at)).isEqualTo(whole);
            }
            for (int at = 1; at < answers.length; at++) {
                assertThat(CodecReader.answers(answers, at)).isEqualTo(wholeAnswers);
            }
        }
    }

    @Test
    void damaged_ones_too_and_nothing_but_a_refusal_comes_of_them() {
        for (int seed = 0; seed < 20_000; seed++) {
            Generator generator = new Generator(seed);
            byte[] requests = generator.damaged(generator.requests());
            Reading whole = CodecReader.requests(requests);
            assertThat(CodecReader.requests(requests, generator.pieces(requests.length)))
                    .as("seed %d", seed)
                    .isEqualTo(whole);
            byte[] answers = generator.damaged(generator.answers());
            assertThat(CodecReader.answers(answers, generator.pieces(answers.length)))
                    .as("seed %d", seed)
                    .isEqualTo(CodecReader.answers(answers));
        }
    }

    @Test
    void noise_is_refused_or_waited_for() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            assertThat(CodecReader.requests(noise).messages()).isEmpty();
            assertThat(CodecReader.answers(noise).messages()).isEmpty();
        }
    }

    @Test
    void a_head_is_written_with_the_bytes_it_was_read_from() throws BadMessageException {
        Random random = new Random(11);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder fields = new StringBuilder();
            int count = random.nextInt(20);
            for (int f = 0; f < count; f++) {
                fields.append("X-")
                        .append(token(random))
                        .append(": ")
                        .append(value(random))
                        .append("\r\n");
            }
            String line = "REPORT /" + token(random) + "?" + token(random) + " HTTP/1.1\r\n";
            RequestHead head = RequestHeads.read(latin1(line + fields + "\r\n"), count + 1);
            assertThat(head.method() + " " + head.target() + " HTTP/1." + head.minorVersion() + "\r\n")
                    .isEqualTo(line);
            assertThat(written(head.fields())).isEqualTo(fields.toString());

            String status = "HTTP/1.1 299 " + value(random) + "\r\n";
            AnswerHead answer = AnswerHeads.read(latin1(status + fields + "\r\n"), count + 1);
            assertThat("HTTP/1.1 " + answer.status() + " " + answer.reasonPhrase() + "\r\n")
                    .isEqualTo(status);
            assertThat(written(answer.fields())).isEqualTo(fields.toString());
        }
    }

    private static String token(Random random) {
        return random(random, 1 + random.nextInt(12), "abzAZ09!#$%&'*+-.^_`|~");
    }

    /** Any text, also of eight bits, that neither starts nor ends with a blank. */
    private static String value(Random random) {
        return random(random, random.nextInt(40), "az09 \t,;:=\"\\(){}[]<>?/@\u0080\u00a0\u00e9\u00ff")
                .strip();
    }

    private static String random(Random random, int length, String of) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(of.charAt(random.nextInt(of.length())));
        }
        return text.toString();
    }

    private static String written(HeaderFields fields) {
        ByteBuf out = Unpooled.buffer();
        for (int i = 0; i < fields.count(); i++) {
            HeadWriter.field(out, fields, i);
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void a_head_that_does_not_end_is_refused_at_its_limit() {
        String[] endless = {"a", "\r\n", "X: a\r\n", "X: " + "a".repeat(1000) + "\r\n", " ", "X:a\r\n\tb\r\n"};
        for (String part : endless) {
            for (String start :
                    new String[] {"", "GET /", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: gw.test\r\n"}) {
                if (part.equals("\r\n") && start.endsWith("\r\n")) {
                    continue; // A head that ends.
                }
                assertThat(takenOfHead(start, part))
                        .as(start + part)
                        .isLessThanOrEqualTo(HeadLimits.REQUEST.head() + 2);
            }
        }
    }

    /** How many bytes it takes until a head is refused. */
    private static int takenOfHead(String start, String part) {
        RequestIntake intake = new RequestIntake();
        ByteBuf in = Unpooled.buffer();
        in.writeBytes(latin1(start));
        for (int i = 0; i < 100_000; i++) {
            for (byte b : latin1(part)) {
                in.writeByte(b);
                try {
                    assertThat(intake.read(in)).isNull();
                } catch (BadMessageException e) {
                    return in.writerIndex();
                }
            }
        }
        throw new AssertionError("never refused");
    }

    @Test
    void chunks_are_read_as_by_their_grammar() {
        int whole = 0;
        for (int seed = 0; seed < 30_000; seed++) {
            Random random = new Random(seed);
            byte[] body = chunks(random);
            int[] pieces = new Generator(seed).pieces(body.length);
            ChunkGrammar.Result expected = ChunkGrammar.read(body);
            ChunkGrammar.Result actual = decoded(body, pieces);
            assertThat(actual)
                    .as("seed %d: %s", seed, new String(body, StandardCharsets.ISO_8859_1))
                    .isEqualTo(expected);
            whole += expected.isComplete() ? 1 : 0;
        }
        assertThat(whole).isGreaterThan(3_000);
    }

    /** A chunked body with something behind it; mostly with a fault in it. */
    private static byte[] chunks(Random random) {
        StringBuilder out = new StringBuilder();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            int size = 1 + random.nextInt(40);
            out.append(Integer.toHexString(size)).append(random.nextInt(3) == 0 ? ";" + token(random) : "");
            out.append("\r\n").append(random(random, size, "ab\r\n0;")).append("\r\n");
        }
        out.append("0\r\n").append(random.nextBoolean() ? "X-T: 1\r\n" : "").append("\r\nGET /next");
        if (random.nextInt(4) > 0) {
            int at = random.nextInt(out.length());
            int end = Math.min(out.length(), at + random.nextInt(2));
            out.replace(at, end, random(random, random.nextInt(3), "\r\n 0aF;=\t\"x\u0000"));
        }
        return latin1(out.toString());
    }

    private static ChunkGrammar.Result decoded(byte[] body, int... pieces) {
        ChunkDecoder decoder = ChunkDecoder.strict();
        StringBuilder data = new StringBuilder();
        ByteBuf in = Unpooled.buffer();
        int at = 0;
        try {
            for (int piece = 0; piece <= pieces.length; piece++) {
                int n = piece == pieces.length ? body.length - at : Math.min(pieces[piece], body.length - at);
                in.writeBytes(body, at, n);
                at += n;
                ByteBuf part = decoder.decode(in, UnpooledByteBufAllocator.DEFAULT);
                while (part != null) {
                    data.append(part.toString(StandardCharsets.ISO_8859_1));
                    part.release();
                    part = decoder.decode(in, UnpooledByteBufAllocator.DEFAULT);
                }
            }
        } catch (BadMessageException e) {
            return ChunkGrammar.Result.REFUSED;
        }
        return decoder.isComplete()
                ? new ChunkGrammar.Result(true, data.toString(), in.readerIndex())
                : ChunkGrammar.Result.PARTIAL;
    }

    @Test
    void what_old_applications_send_reads_like_what_they_meant() {
        for (int seed = 0; seed < 300; seed++) {
            String answers = new String(new Generator(seed).answers(), StandardCharsets.ISO_8859_1);
            Reading meant = CodecReader.answers(latin1(answers));
            if (meant.messages().stream().anyMatch(message -> message.body().contains("\r"))) {
                continue; // Its data look like lines: what is done to lines would change them.
            }
            String blanks = answers.replaceAll("(?m)^([A-Z][A-Za-z-]+):", "$1 \t:");
            assertThat(CodecReader.answers(latin1(blanks))).as(blanks).isEqualTo(meant);
            String junk = answers.replace(" OK\r\n", " OK\r\nno field\r\n: nothing\r\n");
            assertThat(CodecReader.answers(latin1(junk))).as(junk).isEqualTo(meant);
            String bare = answers.replaceAll("\r\n", "\n");
            assertThat(CodecReader.answers(latin1(bare))).as(bare).isEqualTo(meant);
        }
    }
}
