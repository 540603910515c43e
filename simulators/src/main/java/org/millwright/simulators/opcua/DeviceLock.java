package org.millwright.simulators.opcua;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * Who may change a device just now (OPC 10000-100 7.5 to 7.8). The owner is an application, whatever its sessions; the lock
 * ends by itself when its owner has sent nothing for {@link #MAX_INACTIVE}, by the real clock.
 */
final class DeviceLock {
    static final Duration MAX_INACTIVE = Duration.ofSeconds(30);

    private static final int OK = 0;
    private static final int REFUSED = -1;
    private static final int INVALID = -2;

    private final Clock clock;
    private final BooleanSupplier isLost;
    private Application owner = Application.NONE;
    private Instant lastUse = Instant.EPOCH;

    /** A client application and its user. */
    record Application(String uri, String user) {
        static final Application NONE = new Application("", "");

        private static final Application THIEF = new Application("urn:millwright:simulators:another-client", "another");

        boolean is(Application other) {
            return uri.equals(other.uri);
        }
    }

    /** @param isLost asked often; true hands the lock to another application at once */
    DeviceLock(Clock clock, BooleanSupplier isLost) {
        this.clock = clock;
        this.isLost = isLost;
    }

    /** The owner, {@link Application#NONE} when it is free. */
    synchronized Application owner() {
        if (!owner.is(Application.NONE) && !remainingOfLast().isPositive()) {
            owner = Application.NONE;
        }
        if (!owner.is(Application.NONE) && isLost.getAsBoolean()) {
            take(Application.THIEF);
        }
        return owner;
    }

    private Duration remainingOfLast() {
        return MAX_INACTIVE.minus(Duration.between(lastUse, clock.instant()));
    }

    private void take(Application newOwner) {
        owner = newOwner;
        lastUse = clock.instant();
    }

    synchronized boolean isLocked() {
        return !owner().is(Application.NONE);
    }

    synchronized Duration remaining() {
        return isLocked() ? remainingOfLast() : Duration.ZERO;
    }

    synchronized boolean admits(Application application) {
        return !isLocked() || owner.is(application);
    }

    /** Any request of the owner keeps the lock. */
    synchronized void used(Application application) {
        if (isLocked() && owner.is(application)) {
            lastUse = clock.instant();
        }
    }

    /** 0, -1 already locked, also by the caller itself, -2 from an application without a name. */
    synchronized int init(Application application) {
        if (application.is(Application.NONE)) {
            return INVALID;
        }
        if (isLocked()) {
            return REFUSED;
        }
        take(application);
        return OK;
    }

    /** 0, or -1 when it is not this application's. */
    synchronized int renew(Application application) {
        if (!isLocked() || !owner.is(application)) {
            return REFUSED;
        }
        take(application);
        return OK;
    }

    /** 0, or -1 when it is not this application's. */
    synchronized int exit(Application application) {
        if (!isLocked() || !owner.is(application)) {
            return REFUSED;
        }
        owner = Application.NONE;
        return OK;
    }

    /** 0, or -1 when it is free. Whoever may connect here is administrator enough. */
    synchronized int breakUp() {
        if (!isLocked()) {
            return REFUSED;
        }
        owner = Application.NONE;
        return OK;
    }
}
