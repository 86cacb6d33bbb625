package io.tollgate.proxy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class MessagesTest {

    private final Messages messages = new Messages();

    @Test
    void a_poll_waits_until_something_happens() {
        CompletableFuture<LegacyReply.Whole> poll = waiting(messages.after(0, 25));
        assertThat(poll).isNotDone();
        messages.post("a claim");
        assertThat(text(poll.getNow(null))).isEqualTo("1\na claim\n");
    }

    @Test
    void what_happened_before_is_answered_at_once() {
        messages.post("a");
        messages.post("b");
        assertThat(text(messages.after(1, 25))).isEqualTo("2\nb\n");
        assertThat(text(messages.after(0, 25))).isEqualTo("2\na\nb\n");
    }

    @Test
    void a_poll_that_is_ahead_waits_for_its_turn() {
        CompletableFuture<LegacyReply.Whole> poll = waiting(messages.after(7, 25));
        messages.post("a");
        assertThat(text(poll.getNow(null))).isEqualTo("1\n");
    }

    @Test
    void no_more_polls_wait_than_the_bound() {
        List<LegacyReply> polls = new ArrayList<>();
        for (int i = 0; i < Messages.MOST_WAITING; i++) {
            polls.add(messages.after(0, 25));
        }
        assertThat(text(messages.after(0, 25))).isEqualTo("0\n");
        messages.post("a");
        assertThat(polls).allSatisfy(poll -> assertThat(waiting(poll)).isDone());
        waiting(messages.after(1, 25));
    }

    @Test
    void only_the_latest_messages_are_kept() {
        for (int i = 1; i <= 150; i++) {
            messages.post("m" + i);
        }
        assertThat(text(messages.after(0, 0)).lines())
                .hasSize(101)
                .contains("m51")
                .doesNotContain("m50");
    }

    private static CompletableFuture<LegacyReply.Whole> waiting(LegacyReply reply) {
        assertThat(reply).isInstanceOf(LegacyReply.Later.class);
        return ((LegacyReply.Later) reply).whole().toCompletableFuture();
    }

    private static String text(LegacyReply reply) {
        assertThat(reply).isInstanceOf(LegacyReply.Whole.class);
        return new String(((LegacyReply.Whole) reply).body(), StandardCharsets.ISO_8859_1);
    }
}
