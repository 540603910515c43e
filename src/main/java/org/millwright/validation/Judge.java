package org.millwright.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.millwright.plan.Plan.ValidationPolicy;
import org.millwright.plant.ControllerId;

/** Puts the checks of all stations together: a fail outweighs what is open, and what is open outweighs a pass. */
final class Judge {
    private final Map<ControllerId, Sample> baseline;
    private final CycleTimeCheck cycleTime;
    private final RejectCheck rejects;

    Judge(Baseline baseline, ValidationPolicy policy) {
        this.baseline = baseline.stations();
        int count = Math.max(1, this.baseline.size());
        this.cycleTime = new CycleTimeCheck(policy.cycleTimeTolerance(), count);
        this.rejects = new RejectCheck(policy.rejectTolerance(), count);
    }

    Verdict judge(Map<ControllerId, Sample> later) {
        List<Verdict> verdicts = new ArrayList<>();
        if (baseline.isEmpty()) {
            verdicts.add(open("the baseline holds no station"));
        }
        TreeSet<ControllerId> stations = new TreeSet<>(baseline.keySet());
        stations.addAll(later.keySet());
        for (ControllerId station : stations) {
            Sample before = baseline.get(station);
            Sample after = later.get(station);
            if (before == null) {
                verdicts.add(open(station + ": was not measured for the baseline"));
            } else if (after == null) {
                verdicts.add(open(station + ": was not measured after the upgrade"));
            } else {
                verdicts.add(cycleTime.judge(station, before, after));
                verdicts.add(rejects.judge(station, before, after));
                verdicts.add(alarms(station, before, after));
            }
        }
        return sum(verdicts);
    }

    private static Verdict alarms(ControllerId station, Sample before, Sample after) {
        List<String> reasons = after.alarms().stream()
                .filter(text -> !before.alarms().contains(text))
                .map(text -> station + ": alarm \"" + text + "\" was not there in the baseline")
                .toList();
        return reasons.isEmpty() ? new Verdict.Pass() : new Verdict.Fail(reasons);
    }

    private static Verdict sum(List<Verdict> verdicts) {
        List<String> failed = new ArrayList<>();
        List<String> open = new ArrayList<>();
        for (Verdict verdict : verdicts) {
            switch (verdict) {
                case Verdict.Pass() -> {}
                case Verdict.Fail(List<String> reasons) -> failed.addAll(reasons);
                case Verdict.Inconclusive(List<String> reasons) -> open.addAll(reasons);
            }
        }
        if (!failed.isEmpty()) {
            return new Verdict.Fail(failed);
        }
        return open.isEmpty() ? new Verdict.Pass() : new Verdict.Inconclusive(open);
    }

    private static Verdict open(String reason) {
        return new Verdict.Inconclusive(List.of(reason));
    }
}
