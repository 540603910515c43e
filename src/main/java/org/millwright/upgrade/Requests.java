package org.millwright.upgrade;

import java.util.Optional;
import java.util.Set;
import org.millwright.document.DocumentException;
import org.millwright.plan.Plan;
import org.millwright.plan.Plans;
import org.millwright.plant.LineId;
import org.millwright.release.StoreException;
import org.millwright.upgrade.Upgrades.Person;
import org.millwright.upgrade.Upgrades.Refusal;

/**
 * Asks for runs by the name of their plan, for everybody outside. Before the journal says a word of the run, the plan is
 * read and its packages are proven and in the content store.
 */
public final class Requests {
    private final Plans plans;
    private final Upgrades upgrades;
    private final Set<LineId> simulated;

    /**
     * Nothing is asked yet.
     *
     * @param simulated lines whose every controller is simulated: a rehearsal, which needs no approval, is refused on
     *     any other
     */
    public Requests(Plans plans, Upgrades upgrades, Set<LineId> simulated) {
        this.plans = plans;
        this.upgrades = upgrades;
        this.simulated = Set.copyOf(simulated);
    }

    /**
     * Asks for a run. The same id, plan and mode again give the same run.
     *
     * @return empty when there is no such plan
     * @throws DocumentException when plan or release cannot be used
     * @throws Refusal as {@link Upgrades#request}, and for a rehearsal on real equipment
     */
    public Optional<Run> request(RunId id, String plan, Mode mode, Person person)
            throws DocumentException, StoreException, Refusal {
        Optional<Plan> found = plans.find(plan);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        refuseRehearsalOnRealEquipment(found.get(), mode);
        return Optional.of(upgrades.request(id, found.get(), mode, person));
    }

    /**
     * Begins the run of a released job order. Reads and hashes the plan's packages, which may take long.
     *
     * @return empty when the order or the line has changed since the job was read: look again
     * @throws DocumentException when plan or release cannot be used
     * @throws Refusal when the plan is gone or is not the one that was ordered, and for a rehearsal on real equipment
     */
    Optional<Run> begin(Job job, Person person) throws DocumentException, StoreException, Refusal {
        JobOrder order = job.order();
        if (!order.line().equals(job.line())) {
            throw new Refusal("its id is of line " + job.line() + ": cancel it and order under another id");
        }
        Plan plan = plans.find(order.plan()).orElseThrow(() -> new Refusal("there is no plan " + order.plan()));
        if (!plan.hash().equals(order.planHash()) || !plan.line().equals(order.line())) {
            throw new Refusal("plan " + order.plan() + " has changed since it was ordered: update or cancel the order");
        }
        refuseRehearsalOnRealEquipment(plan, order.mode());
        return upgrades.begin(job, plan, person);
    }

    private void refuseRehearsalOnRealEquipment(Plan plan, Mode mode) throws Refusal {
        if (mode == Mode.REHEARSAL && !simulated.contains(plan.line())) {
            throw new Refusal("line " + plan.line() + " has real controllers; a rehearsal runs on simulated ones");
        }
    }

    /** Whether a line can be rehearsed: its every controller is simulated. */
    public boolean rehearses(LineId line) {
        return simulated.contains(line);
    }
}
