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
        if (mode == Mode.REHEARSAL && !simulated.contains(found.get().line())) {
            throw new Refusal(
                    "line " + found.get().line() + " has real controllers; a rehearsal runs on simulated ones");
        }
        return Optional.of(upgrades.request(id, found.get(), mode, person));
    }
}
