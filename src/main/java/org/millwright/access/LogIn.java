package org.millwright.access;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Finds out who somebody is. A wrong password and a name that nobody has cost the same and are answered the same; at
 * most {@value #AT_ONCE} passwords are compared at once, because each takes 19 MiB.
 */
public final class LogIn {
    private static final int AT_ONCE = 2;
    private static final long PATIENCE_S = 5;
    /** Longer texts are no names and passwords; they are not even counted. */
    private static final int LONGEST_NAME = 64;

    private static final int LONGEST_PASSWORD = 1024;
    private static final PasswordHash NOBODY = PasswordHash.ofNobody();

    private final LiveAccounts accounts;
    private final Attempts attempts;
    private final Semaphore comparisons = new Semaphore(AT_ONCE, true);

    /** What came of an attempt. */
    public sealed interface Answer {
        record Welcome(User user) implements Answer {}

        /** Name or password is wrong; which of them is not told. */
        record Wrong() implements Answer {}

        /**
         * Not even looked at.
         *
         * @param left until the next attempt is
         */
        record TooEarly(Duration left) implements Answer {}

        /** Too many others are logging in. */
        record Busy() implements Answer {}
    }

    public LogIn(LiveAccounts accounts, Clock clock) {
        this.accounts = accounts;
        this.attempts = new Attempts(clock);
    }

    /**
     * Judges an attempt; blocks for the time of a comparison, and while others are compared.
     *
     * @param source address that it comes from
     */
    public Answer password(String name, String password, String source) {
        if (name.length() > LONGEST_NAME || password.length() > LONGEST_PASSWORD) {
            return new Answer.Wrong();
        }
        if (!takeTurn()) {
            return new Answer.Busy();
        }
        try {
            Duration early = attempts.early(name, source);
            return early.isZero() ? compared(name, password, source) : new Answer.TooEarly(early);
        } finally {
            comparisons.release();
        }
    }

    private boolean takeTurn() {
        try {
            return comparisons.tryAcquire(PATIENCE_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Answer compared(String name, String password, String source) {
        Optional<Accounts.ByPassword> account = accounts.now().user(name);
        boolean matches =
                account.map(Accounts.ByPassword::password).orElse(NOBODY).matches(password);
        if (account.isEmpty() || !matches) {
            attempts.failed(name, source);
            return new Answer.Wrong();
        }
        attempts.succeeded(name, source);
        return new Answer.Welcome(new User(name, account.get().role()));
    }

    /** What an account may now, whatever it might when it logged in; empty when it is gone. */
    public Optional<Role> roleNow(String name) {
        Accounts now = accounts.now();
        return now.user(name)
                .map(Accounts.ByPassword::role)
                .or(() -> now.certificates().stream()
                        .filter(c -> c.name().equals(name))
                        .map(Accounts.ByCertificate::role)
                        .findFirst());
    }

    /**
     * Whose certificate it is. Who asks has made sure that the other side holds its key and that it is valid today.
     *
     * @param sha256 fingerprint in lower-case hexadecimal digits
     */
    public Optional<User> certificate(String sha256) {
        return accounts.now().certificate(sha256);
    }
}
