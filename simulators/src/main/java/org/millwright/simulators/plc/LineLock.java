package org.millwright.simulators.plc;

import java.util.concurrent.locks.Lock;

/** The one lock of a line, around each request to one of its controllers. */
record LineLock(Lock lock) {
    /** Asks something, under the lock. */
    interface Request<T, E extends Exception> {
        T run() throws E;
    }

    /** Does something, under the lock. */
    interface Command<E extends Exception> {
        void run() throws E;
    }

    <T, E extends Exception> T ask(Request<T, E> request) throws E {
        lock.lock();
        try {
            return request.run();
        } finally {
            lock.unlock();
        }
    }

    <E extends Exception> void command(Command<E> command) throws E {
        lock.lock();
        try {
            command.run();
        } finally {
            lock.unlock();
        }
    }
}
