/** TLS towards clients: Bouncy Castle's protocol with the JDK's ciphers, certificates chosen by name, handshakes off the event loops. */
@NullMarked
package io.tollgate.proxy.tls;

import org.jspecify.annotations.NullMarked;
