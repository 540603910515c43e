package org.millwright.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.millwright.document.Field;
import org.millwright.document.Item;
import org.millwright.document.Section;
import org.millwright.plant.Controller;
import org.millwright.plant.ControllerId;
import org.millwright.plant.Line;
import org.millwright.release.Release;
import org.millwright.release.SoftwarePackage;

/** Reads who is flashed together, who is left alone, and finds what each controller gets. */
final class Waves {
    private final Field<Line> line;
    private final Optional<Release> release;
    private final Set<ControllerId> named = new HashSet<>();
    private final Map<ControllerId, SoftwarePackage> packages = new HashMap<>();
    private final Field<List<List<ControllerId>>> waves;

    Waves(Section plan, Field<Line> line, Optional<Release> release) {
        this.line = line;
        this.release = release;
        Item item = plan.at("waves");
        this.waves = item.list(wave -> wave.list(this::upgraded));
        Field<List<ControllerId>> left = plan.optional("leave", List.of(), i -> i.list(this::once));
        if (line.isRead() && waves.isRead() && left.isRead()) {
            refuseForgotten(item, line.get());
        }
    }

    Field<List<List<ControllerId>>> waves() {
        return waves;
    }

    Map<ControllerId, SoftwarePackage> packages() {
        return packages;
    }

    private Field<ControllerId> upgraded(Item item) {
        Field<ControllerId> id = once(item);
        if (!id.isRead() || !line.isRead() || release.isEmpty()) {
            return id;
        }
        Controller.Expected product = line.get().controller(id.get()).expects();
        Optional<SoftwarePackage> found = release.get().packageFor(product.manufacturerUri(), product.productCode());
        found.ifPresent(p -> packages.put(id.get(), p));
        return id.check(
                _ -> found.isPresent(),
                "expected a controller that release " + release.get().name() + " has a package for; it has none for "
                        + product.manufacturerUri() + " " + product.productCode());
    }

    private Field<ControllerId> once(Item item) {
        Field<ControllerId> id = line.isRead()
                ? item.reference(PlanFile.byName(line.get().controllers(), c -> c.id().value()))
                        .map(Controller::id)
                : item.parse("expected a controller id (a-z, 0-9, dashes)", ControllerId::new);
        return id.check(named::add, "expected each controller once");
    }

    private void refuseForgotten(Item item, Line all) {
        List<ControllerId> forgotten = new ArrayList<>();
        all.controllers().stream()
                .map(Controller::id)
                .filter(c -> !named.contains(c))
                .forEach(forgotten::add);
        if (!forgotten.isEmpty()) {
            item.problem(
                    "without " + join(forgotten),
                    "expected every controller of " + all.id() + " here or under 'leave'");
        }
    }

    private static String join(List<ControllerId> ids) {
        return String.join(", ", ids.stream().map(ControllerId::value).toList());
    }
}
