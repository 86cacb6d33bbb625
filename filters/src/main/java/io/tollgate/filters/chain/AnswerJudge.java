package io.tollgate.filters.chain;

import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.Response;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Looks at an upstream's answer before its head goes to the client, and may put another in its place. Called on the exchange's
 * event loop; must not block. Told exactly one of {@link #judge} and {@link #unanswered}.
 */
public interface AnswerJudge {
    /** How much of a body is held back and shown. */
    int MOST = 65_536;

    /** Whether the beginning of the body has to be seen. */
    boolean needsBody(int status, HeaderFields fields);

    /**
     * Judges an answer.
     *
     * @param start up to {@link #MOST} bytes of the body, as it came; none where it was not asked for
     * @return what goes to the client instead; null for the answer itself. Where it fails, nothing of the answer goes
     */
    CompletionStage<@Nullable Response> judge(int status, HeaderFields fields, byte[] start);

    /**
     * There will be no answer.
     *
     * @param isClientGone whether it was the client that did not wait for it
     */
    void unanswered(boolean isClientGone);
}
