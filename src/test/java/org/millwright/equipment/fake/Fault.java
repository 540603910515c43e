package org.millwright.equipment.fake;

import java.time.Duration;
import java.time.Instant;

/** What may go wrong with a fake controller. Each fires once and is then spent, unless it says that it lasts. */
public sealed interface Fault {
    /** The next such command ends with TIMED_OUT and a dead session, having been carried out or not. */
    record LostReply(Verb verb, boolean carriedOut) implements Fault {}

    /** Preparing goes back to idle with a reason. */
    record RefusePrepare() implements Fault {}

    /** Preparing never ends; {@code resume} aborts it. */
    record StuckPreparing() implements Fault {}

    /** The session dies at this share of the next package. */
    record TransferCut(int percent) implements Fault {}

    /** The next package is refused at its commit. */
    record CommitRefused() implements Fault {}

    /** The next installation ends in its error state, the old software still current. */
    record InstallError() implements Fault {}

    /** Power fails at this share of installing; boots with the old software and the error state. */
    record PowerLoss(int percent) implements Fault {}

    /** Boots and dies three times, on the network for a while each time, then takes the old software. */
    record BootLoop() implements Fault {}

    /** Reboots in the middle of installing too, and wants to be confirmed each time. */
    record RebootsTwice() implements Fault {}

    /** Gone for good after the reboot. */
    record NeverReturns() implements Fault {}

    /** Installing ends well, but the old software is current. */
    record OldRevision() implements Fault {}

    /** Not reachable after the reboot until the time to confirm has passed; reverts. */
    record Unconfirmed() implements Fault {}

    /** The next installed software has longer cycles. */
    record SlowerAfterUpgrade(double factor) implements Fault {}

    /** The next installed software rejects this share of the parts, 0..1. */
    record RejectsAfterUpgrade(double share) implements Fault {}

    /** The next installed software sets the retained value to zero or empty. */
    record RetainedReset(String name) implements Fault {}

    /** The next installed software boots with health FAILURE. */
    record BadHealth() implements Fault {}

    /** The next part stays on the outfeed; lasts. */
    record PartStuck() implements Fault {}

    /** The program cannot be read; lasts. */
    record ProgramNotReadable() implements Fault {}

    /** Takes software into its pending slot only while it is prepared, as servers of DI 1.03 may. Lasts. */
    record StagesWhenPrepared() implements Fault {}

    /** Nobody answers from now on, for a while; the controller itself goes on. Open sessions die. */
    record UnreachableFor(Duration time) implements Fault {}

    /** Shows another certificate than before, from its next boot on; lasts until somebody trusts it. */
    record NewCertificate() implements Fault {}

    /** Log-ins are refused; lasts. */
    record WrongCredentials() implements Fault {}

    /** The controller's clock is wrong; lasts. */
    record ClockOff(Duration by) implements Fault {}

    /** Its certificate ends then; lasts. */
    record CertificateEnds(Instant at) implements Fault {}
}
