package org.millwright.rehearsal;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.millwright.upgrade.Phase;

/** What goes wrong on the demo line, and how the run must then end. */
public enum Scenario {
    NOMINAL(Phase.COMPLETED, "nothing goes wrong", "", ""),
    VALIDATION_FAILS(Phase.ROLLED_BACK, "the new software of the screw station is 20 % slower", "", "MX-7 slower=1.2"),
    INSTALL_ERROR(
            Phase.ROLLED_BACK, "the screw station's installation ends in an error", "st40-screw:install-error", ""),
    NEVER_RETURNS(
            Phase.NEEDS_ATTENTION,
            "the vision station never answers after its reboot",
            "st50-vision:never-returns",
            ""),
    UNCONFIRMED(
            Phase.ROLLED_BACK,
            "the press cannot be reached until its time to be confirmed is over",
            "st20-press:unconfirmed",
            ""),
    POWER_LOSS(
            Phase.ROLLED_BACK, "the packer loses power at 62 % of its installation", "st60-packer:power-loss=62", ""),
    DRAIN_STUCK(Phase.ABORTED, "a part stays on the weld station's conveyor", "st30-weld:part-stuck", ""),
    INTEGRITY_LOST(
            Phase.ROLLED_BACK,
            "the packer's new software sets its part counter to zero",
            "",
            "MX-9 reset-retained=TotalParts"),
    BOOT_LOOP(
            Phase.ROLLED_BACK,
            "the loader boots and dies until it takes its old software",
            "st10-loader:boot-loop",
            ""),
    BAD_HEALTH(
            Phase.ROLLED_BACK,
            "the vision station's new software boots and reports a failure",
            "",
            "HC-330 bad-health"),
    OLD_REVISION(Phase.ROLLED_BACK, "the press installs well and comes back as before", "st20-press:old-revision", ""),
    REFUSE_PREPARE(Phase.ROLLED_BACK, "the weld station refuses to prepare", "st30-weld:refuse-prepare", ""),
    CUT_TRANSFER(
            Phase.COMPLETED, "the loader drops its session at 40 % of the transfer", "st10-loader:cut-transfer=40", ""),
    TORN_IMAGE(
            Phase.ABORTED,
            "the screw station loses power at 60 % of its transfer and takes no parts when it is back",
            "st40-screw:torn-image=60",
            ""),
    WRONG_CRC(Phase.COMPLETED, "the weld station stores a block with a flipped bit", "st30-weld:wrong-crc", ""),
    STUCK_MAILBOX(
            Phase.COMPLETED,
            "the screw station takes a command and never answers it, until a discard loosens its mailbox",
            "st40-screw:stuck-mailbox",
            "");

    private final Phase end;
    private final String story;
    private final String fault;
    private final String effect;

    Scenario(Phase end, String story, String fault, String effect) {
        this.end = end;
        this.story = story;
        this.fault = fault;
        this.effect = effect;
    }

    /** Name as on the command line, for example {@code validation-fails}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The scenario of a name on the command line; the exception names all. */
    public static Scenario of(String key) {
        return Stream.of(values())
                .filter(s -> s.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no scenario '" + key + "'; there are "
                        + Stream.of(values()).map(Scenario::key).collect(Collectors.joining(", "))));
    }

    /** The phase in which the run has to end. */
    public Phase end() {
        return end;
    }

    /** One sentence for people. */
    public String story() {
        return story;
    }

    /** Faults as the simulators take them (docs/protocols/simulators.md). */
    public List<String> faults() {
        return fault.isEmpty() ? List.of() : List.of(fault);
    }

    /** The package that is replaced by one with an effect; empty when the release stays as it is. */
    public Optional<BadPackage> badPackage() {
        String[] words = effect.split(" ", 2);
        return words.length < 2 ? Optional.empty() : Optional.of(new BadPackage(words[0], words[1]));
    }

    /** A package whose bytes make the controller misbehave. */
    public record BadPackage(String productCode, String effects) {}
}
