package io.tollgate.proxy.crash;

import java.io.IOException;

/** Somebody who does one thing over and over, and remembers what the gateway acknowledged. Confined to one thread at a time. */
sealed interface Person permits Changer, Comer, Forgetful, Stranger {
    /**
     * Does it once.
     *
     * @throws IOException where no answer came: what was asked for last may have happened or not
     */
    void act(Desk desk) throws IOException, InterruptedException;

    /** Holds a gateway that was started again to what the last one acknowledged; fails where it is not so. */
    void holds(Desk desk) throws IOException, InterruptedException;

    /** How often the gateway acknowledged something, in all rounds. */
    int acknowledged();
}
