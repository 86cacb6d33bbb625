package io.tollgate.proxy.upstream;

import io.tollgate.proxy.http.UpstreamException;
import java.net.InetSocketAddress;

/** How one endpoint is spoken to from one event loop. Confined to that loop. */
interface Wire {
    /** Opens a way for one request at a time, and tells. */
    void open(InetSocketAddress address, Opening told);

    /** Closes what is kept without being used: nothing is made on what was agreed before. */
    void shed();

    /** Waits for a way to be opened. */
    interface Opening {
        /** Here it is: new, or shared in a way that does not show. */
        void opened(UpstreamConnection connection);

        /** It can't be; nothing was sent. */
        void failed(UpstreamException cause);
    }
}
