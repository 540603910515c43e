package org.millwright.plan;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.millwright.equipment.Capabilities;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Session;
import org.millwright.equipment.UpdateState;
import org.millwright.plan.Finding.Severity;
import org.millwright.plant.Controller;
import org.millwright.plant.Identity;
import org.millwright.plant.Revision;
import org.millwright.plant.Software;
import org.millwright.plant.Tag;
import org.millwright.release.Archive;
import org.millwright.release.SoftwarePackage;
import org.millwright.release.StoreException;

/** Compares what a plan needs with what a controller is and can. Only reads. */
public final class Assessor {
    private static final Set<Tag> NEEDED = Set.of(
            Tag.INFEED_ENABLED,
            Tag.PARTS_IN_STATION,
            Tag.CYCLE_COUNT,
            Tag.REJECT_COUNT,
            Tag.LAST_CYCLE_TIME_MS,
            Tag.ALARMS);

    /** Time enough to have a certificate renewed. */
    private static final Duration CERTIFICATE_WARNING = Duration.ofDays(30);

    private static final Pattern HOST = Pattern.compile("://(?:[^@/]*@)?(?:\\[([^]]+)]|([^:/?]+))");

    private final Controller controller;
    private final Plan plan;
    private final SoftwarePackage target;
    private final Archive archive;
    private final Tolerances tolerances;
    private final List<Finding> findings = new ArrayList<>();

    /**
     * What the environment may differ by.
     *
     * @param request limit of one request
     * @param clockSkew largest difference between the controller's clock and ours
     * @param certificateLeft a certificate must be valid at least this much longer
     */
    public record Tolerances(Duration request, Duration clockSkew, Duration certificateLeft) {}

    /**
     * What was found on one controller.
     *
     * @param wayBack empty when the plan is refused before it is looked for
     */
    public record Report(
            Identity identity, Capabilities capabilities, Optional<WayBack> wayBack, List<Finding> findings) {
        /** Whether the plan may go on here. */
        public boolean passes() {
            return findings.stream().noneMatch(f -> f.severity() == Severity.BLOCKING);
        }
    }

    public Assessor(Controller controller, Plan plan, Archive archive, Tolerances tolerances) {
        this.controller = controller;
        this.plan = plan;
        this.target = Objects.requireNonNull(plan.packages().get(controller.id()));
        this.archive = archive;
        this.tolerances = tolerances;
    }

    public Report assess(Session session, Instant now) throws EquipmentException, StoreException {
        Identity identity = session.identify(tolerances.request());
        Capabilities capabilities = session.capabilities(tolerances.request());
        product(identity.installed());
        revision(identity.installed());
        hardware(identity);
        abilities(capabilities);
        security();
        Optional<WayBack> wayBack = Optional.empty();
        if (findings.stream().noneMatch(f -> f.severity() == Severity.BLOCKING)) {
            UpdateState state = session.observe(tolerances.request());
            state(state, identity);
            wayBack = wayBack(capabilities, state);
            surroundings(session.facts(tolerances.request()), now);
            tags(session);
        }
        return new Report(identity, capabilities, wayBack, List.copyOf(findings));
    }

    private void product(Software installed) {
        Controller.Expected expected = controller.expects();
        if (!installed.manufacturerUri().equals(expected.manufacturerUri())
                || !installed.productCode().equals(expected.productCode())) {
            blocking(
                    "identity",
                    "found " + installed.manufacturerUri() + " " + installed.productCode() + ", expected "
                            + expected.manufacturerUri() + " " + expected.productCode()
                            + ": is this the right controller?");
        }
    }

    private void revision(Software installed) {
        Revision to = target.software().revision();
        int order = installed.revision().compareTo(to);
        if (order > 0) {
            blocking("revision", installed.revision() + " is installed, " + to + " would be a downgrade");
        } else if (order == 0) {
            note("revision", to + " is installed already");
        }
        if (installed.revision().compareTo(target.minimumInstalled()) < 0) {
            blocking(
                    "revision",
                    installed.revision() + " is installed, the package needs " + target.minimumInstalled()
                            + " or later");
        }
    }

    private void hardware(Identity identity) {
        if (identity.hardwareRevision().isBlank()) {
            warning("hardware revision", "the controller does not tell it; the package fits " + target.hardware());
        } else if (!target.hardware().includes(new Revision(identity.hardwareRevision()))) {
            blocking(
                    "hardware revision",
                    "found " + identity.hardwareRevision() + ", the package fits " + target.hardware());
        }
    }

    private void abilities(Capabilities can) {
        if (!can.stagesAhead()) {
            warning(
                    "capabilities",
                    "takes software only while it stands: its %d bytes are sent in the standstill, and a transfer that is cut leaves it without software until it is sent again"
                            .formatted(target.bytes()));
        }
        if (controller.access().updateKey().isPresent() && controller.access().security() == Controller.Security.NONE) {
            warning("update key", "is sent in the clear to whoever answers, since security is none");
        }
        if (can.powerCycle()) {
            warning("capabilities", "may wait for a person to cut its power: have somebody at the cabinet");
        }
        if (!can.fallbackSlot()) {
            note("capabilities", "no fallback slot: the way back sends the snapshot's program again");
        }
        if (!can.confirmation()) {
            note("capabilities", "no confirmation: the controller does not go back by itself when it is not reached");
        }
    }

    private Optional<WayBack> wayBack(Capabilities can, UpdateState state) throws StoreException {
        if (can.givesProgramBack()) {
            return Optional.of(WayBack.of(ProgramSource.READ_BACK));
        }
        List<SoftwarePackage> archived = archive.find(state.current());
        Optional<SoftwarePackage> proven = archived.stream()
                .filter(p -> state.currentHash().equals(Optional.of(p.sha256())))
                .findFirst();
        if (proven.isPresent()) {
            note(
                    "program",
                    "cannot be read; the snapshot takes the archived package "
                            + proven.get().file() + ", whose identity and hash are those of what is installed");
            return Optional.of(new WayBack(ProgramSource.ARCHIVED_PACKAGE, proven));
        }
        if (can.fallbackSlot() && can.confirmation()) {
            warning(
                    "program",
                    "cannot be read, and no archived package has its identity and hash: the controller's own fallback slot is the only way back. It is not confirmed unless that slot holds the former software");
            return Optional.of(WayBack.of(ProgramSource.FALLBACK_SLOT));
        }
        return unproven(archived);
    }

    /** Only with a person's name on it. A package of the same name alone is taken when there is no doubt which. */
    private Optional<WayBack> unproven(List<SoftwarePackage> archived) {
        Optional<Plan.Waiver> waiver = plan.waiver(controller.id());
        if (waiver.isEmpty()) {
            blocking(
                    "program",
                    "cannot be read, no archived package has its identity and hash, and there is no fallback slot that could be seen before confirming: nothing could bring it back. Deliver its package as a release, or waive this by name in the plan");
            return Optional.empty();
        }
        String waived = "waived by " + waiver.get().by() + ": " + waiver.get().reason();
        if (archived.size() == 1) {
            warning(
                    "program",
                    "cannot be read and tells no hash; on the way back the archived package "
                            + archived.getFirst().file() + " of the same name is sent. " + waived);
            return Optional.of(new WayBack(ProgramSource.ARCHIVED_PACKAGE, Optional.of(archived.getFirst())));
        }
        warning("program", "nobody has a copy: when the upgrade fails, nothing brings this controller back. " + waived);
        return Optional.of(WayBack.of(ProgramSource.NONE));
    }

    private void state(UpdateState state, Identity identity) {
        if (state.lockedBy().isPresent()) {
            blocking("lock", "locked by " + state.lockedBy().get());
        }
        if (state.current().revision().equals(Revision.NONE)) {
            blocking("revision", "no software works there, or it does not tell which: " + state.text());
        }
        boolean updating = state.installation() != UpdateState.Installation.IDLE
                && state.installation() != UpdateState.Installation.NONE;
        if (updating || state.waitingForConfirm()) {
            blocking("update state", "another update is under way (" + state.installation() + "): " + state.text());
        }
        boolean stopped = state.preparation() != UpdateState.Preparation.IDLE
                && state.preparation() != UpdateState.Preparation.NONE;
        if (stopped) {
            blocking("update state", "the controller is not in production (" + state.preparation() + ")");
        }
        if (!state.current().equals(identity.installed())) {
            blocking("revision", "nameplate says " + identity.installed() + ", the slot says " + state.current());
        }
        boolean same = state.current().revision().equals(target.software().revision());
        if (same && !state.currentHash().equals(Optional.of(target.sha256()))) {
            blocking(
                    "revision",
                    target.software().revision()
                            + " is installed already, with other bytes or without telling its hash: two programs of one name cannot be told apart");
        }
        if (state.health() != UpdateState.Health.NORMAL && state.health() != UpdateState.Health.UNKNOWN) {
            blocking("health", "the controller reports " + state.health() + ": " + state.text());
        }
    }

    private void surroundings(Session.Facts facts, Instant now) {
        Duration skew = Duration.between(now, facts.clock()).abs();
        if (skew.compareTo(tolerances.clockSkew()) > 0) {
            blocking("clock", "the controller's clock differs by " + skew.toSeconds() + " s");
        }
        facts.certificateEnd().ifPresent(end -> certificate(end, now));
    }

    private void certificate(Session.CertificateEnd end, Instant now) {
        String text = end.whose() + " ends at " + end.at();
        if (end.at().isBefore(now.plus(tolerances.certificateLeft()))) {
            blocking("certificate", text);
        } else if (end.at().isBefore(now.plus(CERTIFICATE_WARNING))) {
            warning("certificate", text);
        }
    }

    private void security() {
        Controller.Access access = controller.access();
        if (access.security() == Controller.Security.NONE && !isOnThisMachine(controller.address())) {
            String readable = access.login().isPresent()
                    ? "; who answers in its place can read the password"
                    : "; who answers in its place is believed";
            warning("security", "messages are neither signed nor encrypted" + readable);
        }
    }

    private static boolean isOnThisMachine(String address) {
        Matcher host = HOST.matcher(address);
        if (!host.find()) {
            return false;
        }
        String name = Optional.ofNullable(host.group(1)).orElse(host.group(2));
        try {
            return name.equals("localhost") || InetAddress.ofLiteral(name).isLoopbackAddress();
        } catch (IllegalArgumentException _) {
            return false; // a name, which may mean any machine
        }
    }

    private void tags(Session session) throws EquipmentException {
        List<String> missing = NEEDED.stream()
                .filter(t -> !controller.tags().containsKey(t))
                .map(Tag::key)
                .sorted()
                .toList();
        if (!missing.isEmpty()) {
            blocking("tags", "plant.yaml gives no address of " + String.join(", ", missing));
            return;
        }
        try {
            Map<Tag, ?> read = session.read(controller.tags().keySet(), tolerances.request());
            session.retained(tolerances.request());
            if (read.size() < controller.tags().size()) {
                blocking("tags", "not all tags could be read");
            }
        } catch (EquipmentException e) {
            if (e.kind() != EquipmentException.Kind.REFUSED) {
                throw e;
            }
            blocking("tags", String.valueOf(e.getMessage()));
        }
    }

    private void blocking(String check, String text) {
        add(Severity.BLOCKING, check, text);
    }

    private void warning(String check, String text) {
        add(Severity.WARNING, check, text);
    }

    private void note(String check, String text) {
        add(Severity.NOTE, check, text);
    }

    private void add(Severity severity, String check, String text) {
        findings.add(new Finding(severity, Optional.of(controller.id()), check, text));
    }
}
