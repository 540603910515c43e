package org.millwright.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.millwright.document.Document;
import org.millwright.document.DocumentException;
import org.millwright.document.Field;
import org.millwright.document.Json;
import org.millwright.document.Json.Member;
import org.millwright.document.Json.Members;
import org.millwright.document.Section;
import org.millwright.plant.ControllerId;
import org.millwright.plant.LineId;
import org.millwright.release.ContentStore;
import org.millwright.release.Sha256;
import org.millwright.release.StoreException;

/**
 * One consistent set: every controller of a plan, taken while the line stood still. Named by the hash of its manifest.
 *
 * @param run the run that took it
 */
public record SnapshotSet(String run, LineId line, Sha256 planHash, Map<ControllerId, ControllerSnapshot> controllers) {
    public SnapshotSet {
        controllers = Map.copyOf(controllers);
    }

    /** The manifest as JSON; the same set always gives the same bytes. */
    public String manifest() {
        List<Member> members = controllers.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> new Member(e.getKey().value(), texts(e.getValue().toEvidence())))
                .toList();
        return new Members(List.of(
                        new Member("snapshot", 1),
                        new Member("run", run),
                        new Member("line", line.value()),
                        new Member("planHash", planHash.hex()),
                        new Member("controllers", new Members(members))))
                .written();
    }

    /**
     * Reads a manifest from the store, which must still have the hash that names it.
     *
     * @throws DocumentException when the content is no manifest
     */
    public static SnapshotSet read(ContentStore store, Sha256 id) throws StoreException, DocumentException {
        store.verify(id);
        try (InputStream in = store.open(id)) {
            return parse("snapshot " + id.brief(), in.readNBytes(Document.LARGEST_BYTES + 1));
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            throw new StoreException("cannot read snapshot " + id.brief(), e);
        }
    }

    /**
     * Reads what {@link #manifest} wrote.
     *
     * @param name stands in messages
     */
    static SnapshotSet parse(String name, byte[] manifest) throws DocumentException {
        return Document.of(name, manifest).as(s -> {
            s.at("snapshot").whole(1, 1);
            Field<String> run = s.at("run").text();
            Field<LineId> line = s.at("line").parse("expected a line id", LineId::new);
            Field<Sha256> planHash = s.at("planHash").parse("expected a SHA-256", Sha256::new);
            Field<Map<String, ControllerSnapshot>> controllers = s.at("controllers")
                    .map(i -> i.section(SnapshotSet::evidence).convert(ControllerSnapshot::fromEvidence));
            Field<Map<ControllerId, ControllerSnapshot>> byId = controllers.convert(SnapshotSet::byId);
            return s.end(() -> new SnapshotSet(run.get(), line.get(), planHash.get(), byId.get()));
        });
    }

    /**
     * Reads every program and parameter file of the set again and compares it with its hash.
     *
     * @return bytes read
     */
    public long verify(ContentStore store) throws StoreException {
        long bytes = 0;
        for (ControllerSnapshot taken : controllers.values()) {
            if (taken.program().sha256().isPresent()) {
                bytes += store.verify(taken.program().sha256().get());
            }
            if (taken.parameters().isPresent()) {
                bytes += store.verify(taken.parameters().get());
            }
        }
        return bytes;
    }

    private static Field<Map<String, String>> evidence(Section s) {
        Map<String, Field<String>> texts = new TreeMap<>();
        s.keys().forEach(key -> texts.put(key, s.at(key).parse("expected a text", Function.identity())));
        return s.end(() -> {
            Map<String, String> evidence = new TreeMap<>();
            texts.forEach((key, text) -> evidence.put(key, text.get()));
            return evidence;
        });
    }

    private static Map<ControllerId, ControllerSnapshot> byId(Map<String, ControllerSnapshot> byName) {
        Map<ControllerId, ControllerSnapshot> controllers = new TreeMap<>();
        byName.forEach((name, snapshot) -> controllers.put(new ControllerId(name), snapshot));
        return controllers;
    }

    private static Json texts(Map<String, String> evidence) {
        return new Members(evidence.entrySet().stream()
                .map(e -> new Member(e.getKey(), e.getValue()))
                .toList());
    }
}
