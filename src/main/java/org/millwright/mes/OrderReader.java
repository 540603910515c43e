package org.millwright.mes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.jspecify.annotations.Nullable;
import org.millwright.mes.model.EquipmentDataType;
import org.millwright.mes.model.JobOrderDataType;
import org.millwright.mes.model.ParameterDataType;
import org.millwright.mes.model.PersonnelDataType;
import org.millwright.mes.model.PhysicalAssetDataType;
import org.millwright.mes.model.WorkMasterDataType;
import org.millwright.plan.Plan;
import org.millwright.plan.PlanCatalog;
import org.millwright.plant.LineId;
import org.millwright.upgrade.JobOrder;
import org.millwright.upgrade.Mode;
import org.millwright.upgrade.RunId;
import org.millwright.upgrade.Window;

/**
 * Understands a job order as it comes over OPC UA. A plan is carried out whole: an order that names a part of its
 * equipment, material, or anything else that would be ignored, is refused.
 */
final class OrderReader {
    static final String PLAN_HASH = "PlanHash";
    static final String APPROVER = "role:ENGINEER";

    /** Of the order as it was sent: a list of them all still goes into one message. */
    static final int LONGEST_BYTES = 4 * 1024;

    private final LineId line;
    private final PlanCatalog catalog;
    private final boolean simulated;
    private final Clock clock;

    /**
     * Reads orders for a line.
     *
     * @param simulated whether the line can be rehearsed
     */
    OrderReader(LineId line, PlanCatalog catalog, boolean simulated, Clock clock) {
        this.line = line;
        this.catalog = catalog;
        this.simulated = simulated;
        this.clock = clock;
    }

    LineId line() {
        return line;
    }

    /** An order's id and what it asks for. */
    record Read(RunId id, JobOrder order) {}

    /**
     * Understands an order.
     *
     * @param encoded the same in binary
     */
    Read read(JobOrderDataType sent, byte[] encoded) throws NotAccepted {
        if (encoded.length > LONGEST_BYTES) {
            throw OrderParameter.refused("an order has %d bytes at most".formatted(LONGEST_BYTES));
        }
        RunId id = id(sent.jobOrderId());
        Plan plan = plan(sent.workMasterId());
        demandWhole(plan, sent);
        Map<OrderParameter, Object> parameters = OrderParameter.read(some(sent.jobOrderParameters()));
        Mode mode = mode(parameters);
        boolean needsPerson = (Boolean) parameters.getOrDefault(OrderParameter.REQUIRE_APPROVAL, false)
                || approver(some(sent.personnelRequirements()));
        if (needsPerson && mode == Mode.REHEARSAL) {
            throw OrderParameter.refused("a rehearsal needs no approval");
        }
        return new Read(
                id,
                new JobOrder(
                        plan.name(),
                        plan.hash(),
                        line,
                        mode,
                        window(sent, parameters),
                        Objects.requireNonNullElse(sent.priority(), (short) 0),
                        needsPerson,
                        Base64.getEncoder().encodeToString(encoded)));
    }

    private static RunId id(@Nullable String sent) throws NotAccepted {
        try {
            return new RunId(sent == null ? "" : sent);
        } catch (IllegalArgumentException e) {
            throw OrderParameter.refused("a JobOrderID has 1 to 64 letters, digits and dashes");
        }
    }

    private Plan plan(@Nullable List<WorkMasterDataType> sent) throws NotAccepted {
        if (sent == null || sent.size() != 1) {
            throw new NotAccepted(ReturnStatus.UNKNOWN_WORK_MASTER, "an order has exactly one work master: a plan");
        }
        if (!catalog.isRead()) {
            throw new NotAccepted(ReturnStatus.BUSY, "the plans are still being read; ask again");
        }
        WorkMasterDataType master = sent.getFirst();
        Plan plan = Optional.ofNullable(master.id())
                .flatMap(catalog::find)
                .filter(p -> p.line().equals(line))
                .orElseThrow(() -> new NotAccepted(
                        ReturnStatus.UNKNOWN_WORK_MASTER,
                        "line " + line + " has no plan '" + master.id() + "' that can be used"));
        for (ParameterDataType parameter : some(master.parameters())) {
            if (!PLAN_HASH.equals(parameter.id())) {
                throw OrderParameter.refused(
                        "a work master has no parameter '" + parameter.id() + "' but " + PLAN_HASH);
            }
            if (!plan.hash().hex().equals(parameter.value().value())) {
                throw new NotAccepted(
                        ReturnStatus.HASH_MISMATCH,
                        "plan " + plan.name() + " has the hash " + plan.hash() + ", not the order's");
            }
        }
        return plan;
    }

    private void demandWhole(Plan plan, JobOrderDataType sent) throws NotAccepted {
        Set<String> all = plan.controllers().stream().map(c -> c.value()).collect(Collectors.toSet());
        Set<String> equipment = some(sent.equipmentRequirements()).stream()
                .map(EquipmentDataType::id)
                .map(String::valueOf)
                .collect(Collectors.toCollection(HashSet::new));
        boolean wholeLine = equipment.remove(line.value());
        demand(equipment, all, wholeLine);
        demand(
                some(sent.physicalAssetRequirements()).stream()
                        .map(PhysicalAssetDataType::id)
                        .map(String::valueOf)
                        .collect(Collectors.toSet()),
                all,
                false);
        if (!some(sent.materialRequirements()).isEmpty()) {
            throw OrderParameter.refused("the plan names its packages; an order has no material");
        }
    }

    private static void demand(Set<String> named, Set<String> all, boolean wholeLine) throws NotAccepted {
        boolean fits = named.isEmpty() || named.equals(all) || (wholeLine && all.containsAll(named));
        if (!fits) {
            throw new NotAccepted(
                    ReturnStatus.UNKNOWN_EQUIPMENT,
                    "the plan is for %s, all of them, not for %s"
                            .formatted(
                                    all.stream().sorted().toList(),
                                    named.stream().sorted().toList()));
        }
    }

    private static boolean approver(List<PersonnelDataType> sent) throws NotAccepted {
        for (PersonnelDataType person : sent) {
            if (!APPROVER.equals(person.id())) {
                throw OrderParameter.refused("the only personnel that can be asked for is " + APPROVER);
            }
        }
        return !sent.isEmpty();
    }

    private Mode mode(Map<OrderParameter, Object> parameters) throws NotAccepted {
        boolean rehearsal = Integer.valueOf(0).equals(parameters.get(OrderParameter.JOB_EXECUTION_MODE));
        if (rehearsal && !simulated) {
            throw OrderParameter.refused("line " + line + " has real controllers; a rehearsal runs on simulated ones");
        }
        return rehearsal ? Mode.REHEARSAL : Mode.PRODUCTION;
    }

    private Window window(JobOrderDataType sent, Map<OrderParameter, Object> parameters) throws NotAccepted {
        Optional<Instant> start = time(sent.startTime());
        Optional<Instant> end = time(sent.endTime());
        Optional<Duration> reserve = Optional.ofNullable(parameters.get(OrderParameter.MAX_DOWNTIME))
                .map(seconds -> Duration.ofMillis(Math.round((Double) seconds * 1_000)));
        Instant now = clock.instant();
        Instant earliest = start.filter(s -> s.isAfter(now)).orElse(now);
        if (end.isPresent() && earliest.plus(reserve.orElse(Duration.ZERO)).isAfter(end.get())) {
            throw new NotAccepted(
                    ReturnStatus.OUTSIDE_WINDOW,
                    "the window from %s to %s has no room for the upgrade".formatted(earliest, end.get()));
        }
        return new Window(start, end, reserve);
    }

    /** The beginning of OPC UA's time, and anything before 1970, is no time. */
    private static Optional<Instant> time(@Nullable DateTime sent) {
        return Optional.ofNullable(sent).map(DateTime::getJavaInstant).filter(t -> t.isAfter(Instant.EPOCH));
    }

    static <T> List<T> some(@Nullable List<T> sent) {
        return sent == null ? List.of() : sent;
    }
}
