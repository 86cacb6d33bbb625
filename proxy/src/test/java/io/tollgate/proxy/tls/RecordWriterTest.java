package io.tollgate.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.tls.PRFAlgorithm;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.crypto.CryptoHashAlgorithm;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordWriterTest {

    private static final Provider CIPHERS = Security.getProvider("SunJCE");

    private final TunedCrypto crypto =
            new TunedCrypto(new TunedProviders(new BouncyCastleProvider()), new SecureRandom());
    private final RecordScratch scratch = new RecordScratch();
    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelDuplexHandler());
    private final ChannelHandlerContext context = channel.pipeline().firstContext();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private int keysChanged;

    @AfterEach
    void finish() {
        channel.finishAndReleaseAll();
    }

    private RecordKeys keys(boolean asServer) {
        byte[] one = new byte[32];
        byte[] other = new byte[32];
        other[0] = 1;
        return RecordKeys.of13(
                crypto.createSecret(asServer ? one : other),
                crypto.createSecret(asServer ? other : one),
                CryptoHashAlgorithm.sha256,
                16,
                CIPHERS);
    }

    private SecurityParameters agreed12() {
        TlsSecret master = crypto.createSecret(new byte[48]);
        return new SecurityParameters() {
            @Override
            public TlsSecret getMasterSecret() {
                return master;
            }

            @Override
            public int getPRFAlgorithm() {
                return PRFAlgorithm.tls_prf_sha256;
            }

            @Override
            public byte[] getServerRandom() {
                return new byte[32];
            }

            @Override
            public byte[] getClientRandom() {
                return new byte[32];
            }
        };
    }

    private RecordReader reader() {
        return new RecordReader(keys(false), scratch, new RecordReader.Sink() {
            @Override
            public void data(ByteBuf bytes) {
                byte[] copy = new byte[bytes.readableBytes()];
                bytes.readBytes(copy);
                bytes.release();
                received.writeBytes(copy);
            }

            @Override
            public void keyUpdated(boolean isAsked) {
                assertThat(isAsked).isFalse();
                keysChanged++;
            }
        });
    }

    private List<ByteBuf> written() {
        channel.flush();
        List<ByteBuf> all = new ArrayList<>();
        for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            all.add(next);
        }
        return all;
    }

    private static byte[] random(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void what_waits_goes_out_as_one_record_and_all_who_wait_are_told() throws Exception {
        RecordWriter writer = new RecordWriter(keys(true), scratch, 16_384);
        List<ChannelPromise> promises = new ArrayList<>();
        for (String part : List.of("head ", "", "and ", "body", "")) {
            ChannelPromise promise = channel.newPromise();
            promises.add(promise);
            writer.add(Unpooled.copiedBuffer(part, java.nio.charset.StandardCharsets.UTF_8), promise);
        }
        writer.seal(context);
        assertThat(promises.get(0).isDone()).isFalse();
        List<ByteBuf> out = written();
        assertThat(promises).allMatch(ChannelPromise::isSuccess);
        ByteBuf all = Unpooled.wrappedBuffer(out.toArray(ByteBuf[]::new));
        assertThat(all.readableBytes()).isEqualTo(5 + "head and body".length() + 1 + 16);
        reader().read(ByteBufAllocator.DEFAULT, all.copy());
        all.release();
        assertThat(received.toString(java.nio.charset.StandardCharsets.UTF_8)).isEqualTo("head and body");
    }

    @Test
    void any_pieces_come_back_whole_through_any_cuts() throws Exception {
        Random random = new Random(11);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        RecordWriter writer = new RecordWriter(keys(true), scratch, 16_384);
        ByteBuf wire = Unpooled.buffer();
        for (int round = 0; round < 60; round++) {
            for (int i = random.nextInt(4); i >= 0; i--) {
                byte[] bytes = random(random, random.nextInt(round % 5 == 0 ? 70_000 : 700));
                sent.writeBytes(bytes);
                writer.add(Unpooled.wrappedBuffer(bytes), channel.newPromise());
            }
            writer.seal(context);
            for (ByteBuf each : written()) {
                wire.writeBytes(each);
                each.release();
            }
        }
        RecordReader reader = reader();
        while (wire.isReadable()) {
            int length = Math.min(wire.readableBytes(), 1 + random.nextInt(random.nextBoolean() ? 40 : 40_000));
            reader.read(ByteBufAllocator.DEFAULT, wire.readBytes(length));
        }
        reader.close();
        wire.release();
        assertThat(received.toByteArray()).isEqualTo(sent.toByteArray());
    }

    @Test
    void a_key_is_changed_before_it_has_sealed_too_much() throws Exception {
        RecordWriter writer = new RecordWriter(keys(true), scratch, 100, 3);
        byte[] sent = random(new Random(5), 2_050);
        RecordReader reader = reader();
        writer.add(Unpooled.wrappedBuffer(sent), channel.newPromise());
        writer.seal(context);
        for (ByteBuf each : written()) {
            reader.read(ByteBufAllocator.DEFAULT, each);
        }
        assertThat(received.toByteArray()).isEqualTo(sent);
        assertThat(keysChanged).isEqualTo(6); // 21 records, three under each key.
    }

    @Test
    void a_key_of_tls_12_that_has_sealed_enough_seals_nothing_more() {
        RecordWriter writer = new RecordWriter(RecordKeys.of12(agreed12(), 16, CIPHERS), scratch, 100, 3);
        ChannelPromise sent = channel.newPromise();
        writer.add(Unpooled.wrappedBuffer(new byte[200]), sent); // The handshake's Finished was the first record.
        writer.seal(context);
        written().forEach(ByteBuf::release);
        assertThat(sent.isSuccess()).isTrue();
        assertThat(writer.isSpent()).isTrue();

        ChannelPromise late = channel.newPromise();
        writer.add(Unpooled.wrappedBuffer(new byte[1]), late);
        writer.seal(context);

        assertThat(written()).isEmpty();
        assertThat(late.isDone()).isFalse();
        writer.fail(new IllegalStateException("the end"));
        assertThat(late.cause()).hasMessage("the end");
    }

    @Test
    void who_waits_is_told_of_a_failure_and_nothing_leaks() {
        RecordWriter writer = new RecordWriter(keys(true), scratch, 16_384);
        ByteBuf bytes = Unpooled.buffer().writeByte(1);
        ChannelPromise promise = channel.newPromise();
        writer.add(bytes, promise);
        writer.fail(new IllegalStateException("gone"));
        assertThat(promise.cause()).hasMessage("gone");
        assertThat(bytes.refCnt()).isZero();
    }
}
