package org.millwright.upgrade.step;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.millwright.equipment.EquipmentException;
import org.millwright.plan.Assessor;
import org.millwright.plan.Finding;
import org.millwright.plant.Identity;
import org.millwright.release.StoreException;
import org.millwright.upgrade.Limits;
import org.millwright.upgrade.Outcome;
import org.millwright.upgrade.Scene;

/** Does the plan fit what is there? Reads only; every blocking finding stands in the refusal. */
record Assess(Scene scene) implements Step {
    @Override
    public Optional<Outcome> observe() {
        return Optional.empty();
    }

    @Override
    public Optional<String> obstacle() throws IOException {
        long needed = 2 * scene.plan().bytes() + Limits.DISK_RESERVE_BYTES;
        long free = scene.means().store().freeBytes();
        return free >= needed
                ? Optional.empty()
                : Optional.of("the content store has " + (free >> 20) + " MiB left, the snapshot may need "
                        + (needed >> 20) + " MiB");
    }

    @Override
    public Outcome perform() throws EquipmentException, IOException {
        Assessor assessor = new Assessor(
                scene.line().controller(scene.controller()),
                scene.plan(),
                scene.means().library().archive(),
                Limits.tolerances(scene.plan()));
        Assessor.Report report = scene.<Assessor.Report, StoreException>ask(s -> assessor.assess(s, scene.now()));
        return report.passes()
                ? new Outcome.Done(evidence(report))
                : new Outcome.Refused(report.findings().stream()
                        .filter(f -> f.severity() == Finding.Severity.BLOCKING)
                        .map(f -> f.check() + ": " + f.text())
                        .collect(Collectors.joining("; ")));
    }

    private static Map<String, String> evidence(Assessor.Report report) {
        Identity identity = report.identity();
        Map<String, String> evidence = new TreeMap<>();
        evidence.put("manufacturerUri", identity.installed().manufacturerUri());
        evidence.put("productCode", identity.installed().productCode());
        evidence.put("revision", identity.installed().revision().value());
        evidence.put("hardwareRevision", identity.hardwareRevision());
        evidence.put("serialNumber", identity.serialNumber());
        evidence.put("capabilities", report.capabilities().toString());
        evidence.put("stagesAhead", Boolean.toString(report.capabilities().stagesAhead()));
        report.wayBack().ifPresent(way -> {
            evidence.put("programSource", way.source().name());
            way.archived()
                    .ifPresent(a -> evidence.put("archivedProgram", a.sha256().hex()));
        });
        for (int i = 0; i < report.findings().size(); i++) {
            Finding finding = report.findings().get(i);
            evidence.put("finding." + (i + 1), finding.severity() + " " + finding.check() + ": " + finding.text());
        }
        return evidence;
    }
}
