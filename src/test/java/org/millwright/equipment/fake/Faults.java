package org.millwright.equipment.fake;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The faults that wait for their moment at one controller. */
final class Faults {
    private final List<Fault> armed = new ArrayList<>();
    private final Map<Verb, List<Fault>> waiting = new EnumMap<>(Verb.class);

    void arm(Fault fault) {
        armed.add(fault);
    }

    void armOn(Verb verb, Fault fault) {
        waiting.computeIfAbsent(verb, v -> new ArrayList<>()).add(fault);
    }

    /** The faults that the verb was to set off, which are spent by this. */
    List<Fault> setOffBy(Verb verb) {
        List<Fault> due = waiting.remove(verb);
        return due == null ? List.of() : due;
    }

    /** The oldest fault of a kind; spent by this. */
    <F extends Fault> Optional<F> take(Class<F> kind) {
        Optional<F> found = find(kind);
        found.ifPresent(armed::remove);
        return found;
    }

    Optional<Fault.LostReply> takeLostReply(Verb verb) {
        for (Iterator<Fault> each = armed.iterator(); each.hasNext(); ) {
            if (each.next() instanceof Fault.LostReply lost && lost.verb() == verb) {
                each.remove();
                return Optional.of(lost);
            }
        }
        return Optional.empty();
    }

    /** A fault that lasts. */
    <F extends Fault> Optional<F> find(Class<F> kind) {
        return armed.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    boolean has(Class<? extends Fault> kind) {
        return find(kind).isPresent();
    }

    void clear() {
        armed.clear();
        waiting.clear();
    }
}
