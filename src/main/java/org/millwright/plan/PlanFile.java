package org.millwright.plan;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.millwright.document.Document;
import org.millwright.document.DocumentException;
import org.millwright.document.Field;
import org.millwright.document.Item;
import org.millwright.document.Section;
import org.millwright.plan.Plan.DrainPolicy;
import org.millwright.plan.Plan.FlashPolicy;
import org.millwright.plan.Plan.IntegrityRule;
import org.millwright.plan.Plan.ValidationPolicy;
import org.millwright.plan.Plan.Waiver;
import org.millwright.plant.Controller;
import org.millwright.plant.ControllerId;
import org.millwright.plant.Line;
import org.millwright.plant.Plant;
import org.millwright.release.Release;
import org.millwright.release.ReleaseStore;
import org.millwright.release.StoreException;

/**
 * Reads {@code plans/<name>.yaml} and resolves it: line and controllers with the plant, packages with the release. Every
 * controller of the line stands in one wave, or under {@code leave} when it keeps its software.
 */
public final class PlanFile {
    private static final int FEWEST_CYCLES = 3;
    private static final int MOST_CYCLES = 10_000;

    private final Document document;
    private final String fileName;
    private final Plant plant;
    private final Optional<Release> release;

    private PlanFile(Document document, String fileName, Plant plant, Optional<Release> release) {
        this.document = document;
        this.fileName = fileName;
        this.plant = plant;
        this.release = release;
    }

    /**
     * Reads a plan; its release is proven and brought into the content store.
     *
     * @param plant as its file says, before any address is changed: the addresses are part of the plan's hash, and a
     *     rehearsal has the same hash as the real run
     * @throws DocumentException also when the release's manifest or packages are wrong
     */
    public static Plan read(Path file, Plant plant, ReleaseStore releases) throws DocumentException, StoreException {
        Document document = Document.read(file);
        Optional<String> name = document.peek("release").filter(ReleaseStore::isName);
        Optional<Release> release = name.isPresent() ? Optional.of(releases.bring(name.get())) : Optional.empty();
        PlanFile reader = new PlanFile(document, String.valueOf(file.getFileName()), plant, release);
        return document.as(reader::plan);
    }

    private Field<Plan> plan(Section s) {
        Field<String> name = s.at("plan")
                .text()
                .check(
                        n -> fileName.equals(n + ".yaml"),
                        "expected the name of its file, " + fileName + " without .yaml");
        Field<Line> line = s.at("line").reference(byName(plant.lines(), l -> l.id().value()));
        Field<String> releaseName = s.at("release").text().check(ReleaseStore::isName, "expected a release's name");
        Waves waves = new Waves(s, line, release);
        Field<DrainPolicy> drain = s.at("drain").section(PlanFile::drain);
        Field<FlashPolicy> flash = s.at("flash").section(PlanFile::flash);
        Field<ValidationPolicy> validation = s.at("validation").section(PlanFile::validation);
        Field<Map<String, IntegrityRule>> integrity =
                s.optional("integrity", Map.of(), i -> i.section(rules -> integrity(rules, line)));
        Field<Duration> patience = s.at("patience").duration();
        Field<Optional<List<Waiver>>> waivers = waivers(s, line);
        return s.end(() -> new Plan(
                name.get(),
                line.get().id(),
                releaseName.get(),
                PlanHash.of(document.bytes(), release.orElseThrow().manifest(), line.get()),
                waves.waves().get(),
                waves.packages(),
                drain.get(),
                flash.get(),
                validation.get(),
                integrity.get(),
                patience.get(),
                waivers.get()));
    }

    /** Names, with a reason each, of controllers that may be upgraded without a proven copy of their program. */
    private static Field<Optional<List<Waiver>>> waivers(Section s, Field<Line> line) {
        List<ControllerId> ids = line.isRead()
                ? line.get().controllers().stream().map(Controller::id).toList()
                : List.of();
        return s.optional("waivers", i -> i.list(w -> w.section(one -> waiver(one, ids))));
    }

    private static Field<Waiver> waiver(Section s, List<ControllerId> ids) {
        Field<ControllerId> controller = s.at("controller").reference(byName(ids, ControllerId::value));
        Field<String> by = s.at("by").text();
        Field<String> reason = s.at("reason").text();
        return s.end(() -> new Waiver(controller.get(), by.get(), reason.get()));
    }

    private static Field<DrainPolicy> drain(Section s) {
        Field<Duration> limit = s.at("limit").duration();
        Field<Duration> still = s.at("still")
                .duration()
                .check(d -> !limit.isRead() || d.compareTo(limit.get()) < 0, "expected less than the limit");
        return s.end(() -> new DrainPolicy(still.get(), limit.get()));
    }

    private static Field<FlashPolicy> flash(Section s) {
        Field<Duration> confirmWithin = s.at("confirm-within").duration();
        Field<Duration> limit = s.at("limit").duration();
        Field<Optional<Duration>> delay = s.optional("installation-delay", Item::duration);
        return s.end(() -> new FlashPolicy(confirmWithin.get(), limit.get(), delay.get()));
    }

    private static Field<ValidationPolicy> validation(Section s) {
        Field<Long> baselineCycles = s.at("baseline-cycles").whole(FEWEST_CYCLES, MOST_CYCLES);
        Field<Long> cycles = s.at("cycles").whole(FEWEST_CYCLES, MOST_CYCLES);
        Field<Double> cycleTime = s.at("cycle-time-tolerance").fraction();
        Field<Double> rejects = s.at("reject-tolerance").fraction();
        Field<Duration> limit = s.at("limit").duration();
        return s.end(() -> new ValidationPolicy(
                Math.toIntExact(baselineCycles.get()),
                Math.toIntExact(cycles.get()),
                cycleTime.get(),
                rejects.get(),
                limit.get()));
    }

    /** Rules for the retained values that the line's controllers have; any other name is a mistake. */
    private static Field<Map<String, IntegrityRule>> integrity(Section s, Field<Line> line) {
        Set<String> names = line.isRead() ? retained(line.get()) : new TreeSet<>(s.keys());
        Map<String, Field<Optional<IntegrityRule>>> rules = new LinkedHashMap<>();
        names.forEach(name -> rules.put(name, s.optional(name, i -> i.choice(IntegrityRule.class))));
        return s.end(() -> {
            Map<String, IntegrityRule> chosen = new LinkedHashMap<>();
            rules.forEach((name, rule) -> rule.get().ifPresent(r -> chosen.put(name, r)));
            return chosen;
        });
    }

    private static Set<String> retained(Line line) {
        return line.controllers().stream()
                .flatMap(c -> c.retained().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static <T> Map<String, T> byName(List<T> values, Function<T, String> name) {
        Map<String, T> named = new LinkedHashMap<>();
        values.forEach(v -> named.put(name.apply(v), v));
        return named;
    }
}
