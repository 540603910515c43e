package org.millwright.mes;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Counts the channels. One too many without a session pushes out the oldest such one of the address that has the most of
 * them, so that a flood from one place leaves others, and newcomers, their turn.
 */
final class Lobby {
    private final MesSettings.Channels limits;
    private final Notices notices;
    /** The oldest first. */
    private final Set<Door> open = new LinkedHashSet<>();

    Lobby(MesSettings.Channels limits, Notices notices) {
        this.limits = limits;
        this.notices = notices;
    }

    /** Lets a channel in, or not. */
    boolean enter(Door door) {
        Optional<Door> out;
        synchronized (open) {
            long sameAddress =
                    open.stream().filter(d -> d.from().equals(door.from())).count();
            out = open.size() >= limits.most()
                            || sameAddress >= limits.perAddress()
                            || waiting() >= limits.withoutSession()
                    ? pushedOut(door.from(), sameAddress >= limits.perAddress())
                    : Optional.empty();
            out.ifPresent(open::remove);
            boolean full = open.size() >= limits.most() || (sameAddress >= limits.perAddress() && out.isEmpty());
            if (full) {
                notices.tell("full " + door.from(), "no further connection from " + door.from() + ": limit reached");
                return false;
            }
            open.add(door);
        }
        out.ifPresent(d -> {
            notices.tell(
                    "flood " + d.from(), "many connections without a session from " + d.from() + ": oldest closed");
            d.shut();
        });
        return true;
    }

    private long waiting() {
        return open.stream().filter(Door::isWaiting).count();
    }

    private Optional<Door> pushedOut(InetAddress newcomer, boolean onlyOfTheSame) {
        Map<InetAddress, Long> byAddress =
                open.stream().filter(Door::isWaiting).collect(Collectors.groupingBy(Door::from, Collectors.counting()));
        InetAddress most = onlyOfTheSame
                ? newcomer
                : byAddress.entrySet().stream()
                        .max(Comparator.comparing(Map.Entry::getValue))
                        .map(Map.Entry::getKey)
                        .orElse(newcomer);
        return open.stream()
                .filter(Door::isWaiting)
                .filter(d -> d.from().equals(most))
                .findFirst();
    }

    void leave(Door door) {
        synchronized (open) {
            open.remove(door);
        }
    }

    int channels() {
        synchronized (open) {
            return open.size();
        }
    }
}
