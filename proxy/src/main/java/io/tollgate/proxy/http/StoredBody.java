package io.tollgate.proxy.http;

import io.netty.channel.EventLoop;
import io.tollgate.filters.chain.KeptBody;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A body that was kept, read once from its beginning to its end. */
public interface StoredBody extends KeptBody {
    /**
     * Reads the next piece; asked again only when one was told.
     *
     * @param loop where whoever asks is told
     * @param piece told the piece, or null after the last
     * @param failed told why there is none
     */
    void next(EventLoop loop, Consumer<byte @Nullable []> piece, Consumer<Throwable> failed);
}
