package org.millwright.snapshot;

import java.util.List;
import java.util.Map;
import org.millwright.document.Json;
import org.millwright.document.Json.Member;
import org.millwright.document.Json.Members;
import org.millwright.plant.ControllerId;
import org.millwright.plant.LineId;
import org.millwright.release.Sha256;

/**
 * One consistent set: every controller of a plan, taken while the line stood still. Named by the hash of its manifest.
 *
 * @param run the run that took it
 */
public record SnapshotSet(
        String run, LineId line, Sha256 planHash, Map<ControllerId, ControllerSnapshot> controllers) {
    public SnapshotSet {
        controllers = Map.copyOf(controllers);
    }

    /** The manifest as JSON; the same set always gives the same bytes. */
    public String manifest() {
        List<Member> members = controllers.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> new Member(
                        e.getKey().value(), texts(e.getValue().toEvidence())))
                .toList();
        return new Members(List.of(
                        new Member("snapshot", 1),
                        new Member("run", run),
                        new Member("line", line.value()),
                        new Member("planHash", planHash.hex()),
                        new Member("controllers", new Members(members))))
                .written();
    }

    private static Json texts(Map<String, String> evidence) {
        return new Members(evidence.entrySet().stream()
                .map(e -> new Member(e.getKey(), e.getValue()))
                .toList());
    }
}
