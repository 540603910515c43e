package org.millwright.access;

import java.util.Locale;

/** What somebody may do; each may all that the one before may. */
public enum Role {
    /** Looks at everything. */
    OBSERVER,
    /** Hands over job orders and takes them back; pauses a run. */
    MES,
    /** Starts, goes on, stops and aborts. */
    SUPERVISOR,
    /** Everything. */
    ENGINEER;

    public boolean mayAct(Role minimum) {
        return compareTo(minimum) >= 0;
    }

    /** As people write it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
