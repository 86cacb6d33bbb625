package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingOperationError;

/** What the other integration tests rely on: a blocked event loop does not go unnoticed. */
final class BlockingIsCaughtIT {
    @BeforeAll
    static void watch() {
        BlockHound.install();
    }

    @Test
    void an_event_loop_that_blocks_is_an_error() {
        MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            assertThatThrownBy(() ->
                            loops.next().submit(() -> LockSupport.parkNanos(1)).get(10, TimeUnit.SECONDS))
                    .hasRootCauseInstanceOf(BlockingOperationError.class);
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }
}
