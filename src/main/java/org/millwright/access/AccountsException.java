package org.millwright.access;

/** A wish about accounts that cannot be fulfilled; the message says why. */
public final class AccountsException extends Exception {
    public AccountsException(String message) {
        super(message);
    }
}
