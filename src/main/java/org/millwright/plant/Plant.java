package org.millwright.plant;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All lines that Millwright cares for. */
public record Plant(List<Line> lines) {
    public Plant {
        lines = List.copyOf(lines);
    }

    public Optional<Line> line(LineId id) {
        return lines.stream().filter(l -> l.id().equals(id)).findFirst();
    }

    /** The same plant with some controllers at other addresses. */
    public Plant at(Map<ControllerId, String> addresses) {
        return new Plant(lines.stream().map(l -> l.at(addresses)).toList());
    }
}
