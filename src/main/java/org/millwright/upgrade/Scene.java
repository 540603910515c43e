package org.millwright.upgrade;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Fence;
import org.millwright.equipment.Image;
import org.millwright.equipment.Sessions;
import org.millwright.plan.Plan;
import org.millwright.plant.ControllerId;
import org.millwright.plant.Line;
import org.millwright.release.ContentStore;
import org.millwright.release.Library;
import org.millwright.release.SoftwarePackage;

/**
 * What a step has to hand.
 *
 * @param run as it stood when the attempt began
 * @param fence to be carried with every command of this attempt
 */
public record Scene(Run run, StepId id, Fence fence, Line line, Means means) {
    /** What all steps of a run share. */
    public record Means(Sessions sessions, Library library, Clock clock, Live live, Budget staging) {
        public ContentStore store() {
            return library.store();
        }
    }

    public Plan plan() {
        return run.plan();
    }

    /** The controller that the step is about; for steps of the whole line a broken invariant. */
    public ControllerId controller() {
        return id.controller().orElseThrow(() -> new IllegalStateException(id + " is about no single controller"));
    }

    /** The package that the controller of this step gets. */
    public SoftwarePackage target() {
        return Objects.requireNonNull(plan().packages().get(controller()));
    }

    /** The same as it is sent. */
    public Image image() {
        SoftwarePackage target = target();
        return new Image(
                target.software(),
                target.sha256(),
                target.bytes(),
                () -> means.store().open(target.sha256()));
    }

    /** Whether the controller was found to take software while it produces. */
    public boolean stagesAhead() {
        return Boolean.parseBoolean(evidence(StepKind.ASSESS).getOrDefault("stagesAhead", "true"));
    }

    /** Shows how much of an image was sent. */
    public LongConsumer sent(Image image) {
        return bytes -> show((int) (100 * bytes / image.bytes()), "sent " + bytes + " of " + image.bytes() + " bytes");
    }

    public Instant now() {
        return means.clock().instant();
    }

    public <T, X extends Exception> T ask(Sessions.Request<T, X> request) throws EquipmentException, X {
        return means.sessions().with(controller(), request);
    }

    public <T, X extends Exception> T ask(ControllerId other, Sessions.Request<T, X> request)
            throws EquipmentException, X {
        return means.sessions().with(other, request);
    }

    public <X extends Exception> void tell(Sessions.Command<X> command) throws EquipmentException, X {
        means.sessions().tell(controller(), command);
    }

    public <X extends Exception> void tell(ControllerId other, Sessions.Command<X> command)
            throws EquipmentException, X {
        means.sessions().tell(other, command);
    }

    /** Evidence of another step of the way there about the same controller. */
    public Map<String, String> evidence(StepKind kind) {
        return run.evidenceNeeded(id.forward(kind));
    }

    /** Look again after the usual pause. */
    public Outcome.Wait wait(String why) {
        return new Outcome.Wait(nextLook(), why);
    }

    /** Look again after the usual pause; until a person has done it, it cannot end. */
    public Outcome.Wait waitForPerson(String why, String awaited) {
        return new Outcome.Wait(nextLook(), why, Optional.of(awaited));
    }

    private Instant nextLook() {
        boolean watched = id.controller().filter(means.sessions()::watches).isPresent();
        return now().plus(watched ? Limits.LOOK_WATCHED : Limits.LOOK);
    }

    public void show(int percent, String text) {
        means.live().show(id, percent, text);
    }
}
