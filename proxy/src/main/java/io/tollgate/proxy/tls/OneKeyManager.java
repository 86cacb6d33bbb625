package io.tollgate.proxy.tls;

import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import org.jspecify.annotations.Nullable;

/** A factory that has its key manager already. */
final class OneKeyManager extends KeyManagerFactory {

    OneKeyManager(KeyManager manager) {
        super(new Ready(manager), null, "ready");
    }

    private static final class Ready extends KeyManagerFactorySpi {
        private final KeyManager manager;

        Ready(KeyManager manager) {
            this.manager = manager;
        }

        @Override
        protected void engineInit(@Nullable KeyStore store, char @Nullable [] password) {
            // It is.
        }

        @Override
        protected void engineInit(@Nullable ManagerFactoryParameters parameters) {
            // It is.
        }

        @Override
        protected KeyManager[] engineGetKeyManagers() {
            return new KeyManager[] {manager};
        }
    }
}
