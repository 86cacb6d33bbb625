package io.tollgate.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.http.Difference.Peer;
import io.tollgate.proxy.http.Reading.End;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Our reading of requests beside Netty's and Jetty's, on 100,000 requests of which most are damaged: where we part there
 * is a reason, and nothing that we take is taken for something else by them.
 */
final class RequestDifferenceTest {
    private static final int CASES = 100_000;

    private final NettyReader netty = new NettyReader();

    @Test
    void every_difference_to_other_parsers_is_explained() {
        Map<RequestExplanation, Integer> used = new EnumMap<>(RequestExplanation.class);
        List<Difference> unexplained = new ArrayList<>();
        int taken = 0;
        for (int seed = 0; seed < CASES; seed++) {
            Generator generator = new Generator(seed);
            boolean isSound = seed % 10 == 0;
            byte[] bytes = isSound ? generator.requests() : generator.damaged(generator.requests());
            Reading ours = CodecReader.requests(bytes);
            taken += ours.end() == End.REFUSED ? 0 : 1;
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            if (isSound) {
                assertThat(ours.end()).as(text).isIn(End.WHOLE, End.CLOSED);
            }
            for (Peer peer : Peer.values()) {
                Difference difference = Difference.between(ours, theirs(peer, bytes), peer, text);
                RequestExplanation why = difference == null ? null : RequestExplanation.of(difference);
                if (why != null) {
                    used.merge(why, 1, Integer::sum);
                } else if (difference != null && unexplained.size() < 10) {
                    unexplained.add(difference);
                }
            }
        }
        assertThat(unexplained).isEmpty();
        assertThat(used.keySet()).isEqualTo(EnumSet.allOf(RequestExplanation.class));
        assertThat(taken)
                .as("damage that leaves nothing to be read shows nothing")
                .isGreaterThan(CASES / 5);
    }

    private Reading theirs(Peer peer, byte[] bytes) {
        return switch (peer) {
            case NETTY -> netty.requests(bytes);
            case JETTY -> JettyReader.requests(bytes, true);
            case LENIENT_JETTY -> JettyReader.requests(bytes, false);
        };
    }
}
