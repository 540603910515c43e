package org.millwright.service;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.millwright.plan.Plan;
import org.millwright.plant.ControllerId;
import org.millwright.plant.LineId;
import org.millwright.plant.Revision;
import org.millwright.plant.Software;
import org.millwright.release.Sha256;
import org.millwright.release.SoftwarePackage;

/** A plan for one controller, for tests that need a run and do not care what it does. */
public final class SmallPlan {
    public static final Plan PLAN = plan();

    private SmallPlan() {}

    private static Plan plan() {
        ControllerId controller = new ControllerId("only");
        Duration some = Duration.ofSeconds(10);
        SoftwarePackage next = new SoftwarePackage(
                new Software("urn:test:works", "TW-1", new Revision("2.0.0")),
                "tw-1.mwp",
                Sha256.of(new byte[] {1}),
                1,
                new SoftwarePackage.HardwareRange(new Revision("1"), new Revision("9")),
                new Revision("1.0.0"));
        return new Plan(
                "small",
                new LineId("line-1"),
                "r-2",
                Sha256.of(new byte[] {2}),
                List.of(List.of(controller)),
                Map.of(controller, next),
                new Plan.DrainPolicy(Duration.ofSeconds(1), some),
                new Plan.FlashPolicy(some, some),
                new Plan.ValidationPolicy(4, 4, 0.05, 0.05, some),
                Map.of(),
                some,
                Optional.empty());
    }
}
