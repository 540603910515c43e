package org.millwright.simulators.opcua;

import java.security.KeyPair;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;
import org.jspecify.annotations.Nullable;

/** RSA keys of the process. They are slow to make, so most servers share one and the others find a few in stock. */
final class KeyPool {
    private static final int KEY_BITS = 2048;
    private static final int STOCK = 4;
    private static final BlockingQueue<KeyPair> READY = new ArrayBlockingQueue<>(STOCK);
    private static final AtomicBoolean FILLING = new AtomicBoolean();

    private KeyPool() {}

    /** The key of every server that keeps its certificate. */
    static KeyPair common() {
        return Common.PAIR;
    }

    /** A key that nobody has had before; made in the background where possible. */
    static KeyPair fresh() {
        @Nullable KeyPair pair = READY.poll();
        if (FILLING.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("key-pool").start(KeyPool::fill);
        }
        return pair == null ? create() : pair;
    }

    private static void fill() {
        while (READY.remainingCapacity() > 0) {
            READY.add(create());
        }
        FILLING.set(false);
    }

    private static KeyPair create() {
        try {
            return SelfSignedCertificateGenerator.generateRsaKeyPair(KEY_BITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    /** Made when the first server needs it. */
    private static final class Common {
        static final KeyPair PAIR = create();
    }
}
