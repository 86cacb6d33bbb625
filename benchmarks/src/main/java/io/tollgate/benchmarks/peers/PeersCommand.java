package io.tollgate.benchmarks.peers;

import io.tollgate.benchmarks.BenchmarkException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code tollgate bench peers}: this gateway beside what people would use instead, on this machine. */
@Command(name = "peers", header = "This gateway beside what people would use instead, on this machine.")
public final class PeersCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new BenchmarkException("not in this build yet");
    }
}
