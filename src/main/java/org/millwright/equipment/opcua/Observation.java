package org.millwright.equipment.opcua;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.UpdateState;
import org.millwright.equipment.UpdateState.Health;
import org.millwright.equipment.UpdateState.Installation;
import org.millwright.equipment.UpdateState.Preparation;
import org.millwright.equipment.UpdateState.Slot;
import org.millwright.plant.Revision;
import org.millwright.plant.Software;
import org.millwright.release.Sha256;

/**
 * What the update nodes of a server say at one moment. States are known by the ids of their types' nodes
 * (OPC 10000-100 8.4.8 to 8.4.11), never by their texts, which are translated.
 */
final class Observation {
    private static final int PREPARE_IDLE = 231;
    private static final int PREPARING = 233;
    private static final int PREPARED = 235;
    private static final int RESUMING = 237;
    private static final int INSTALL_IDLE = 271;
    private static final int INSTALLING = 273;
    private static final int INSTALL_ERROR = 275;
    private static final int NOT_WAITING = 323;
    private static final int WAITING = 325;
    private static final List<Integer> STATES = List.of(
            PREPARE_IDLE, PREPARING, PREPARED, RESUMING, INSTALL_IDLE, INSTALLING, INSTALL_ERROR, NOT_WAITING, WAITING);

    /** There is no such machine. */
    private static final int NONE = 0;

    /** The machine is in none of the states above, or does not tell. */
    private static final int UNKNOWN = -1;

    private static final int SHA256_BYTES = 32;

    private static final List<Member> MEMBERS = List.of(
            Member.HOST_MAKER,
            Member.HOST_PRODUCT,
            Member.HEALTH,
            Member.CURRENT_MAKER,
            Member.CURRENT_REVISION,
            Member.PENDING_MAKER,
            Member.PENDING_REVISION,
            Member.PENDING_PATCHES,
            Member.PENDING_HASH,
            Member.FALLBACK_MAKER,
            Member.FALLBACK_REVISION,
            Member.FALLBACK_PATCHES,
            Member.FALLBACK_HASH,
            Member.PREPARATION_STATE,
            Member.PREPARATION_PERCENT,
            Member.INSTALLATION_STATE,
            Member.INSTALLATION_PERCENT,
            Member.CONFIRMATION_STATE,
            Member.STATUS_TEXT,
            Member.VENDOR_ERROR);

    private final SoftwareUpdateNodes nodes;
    private final MemberValues values;
    private final Failures failures;

    private Observation(SoftwareUpdateNodes nodes, MemberValues values, Failures failures) {
        this.nodes = nodes;
        this.values = values;
        this.failures = failures;
    }

    static Observation of(Connection connection, SoftwareUpdateNodes nodes, Deadline deadline)
            throws EquipmentException {
        MemberValues values = MemberValues.read(connection, nodes, MEMBERS, deadline);
        return new Observation(nodes, values, connection.failures());
    }

    UpdateState state() throws EquipmentException {
        Preparation preparation = preparation();
        Installation installation = installation();
        Software current = software(Member.CURRENT_MAKER, Member.CURRENT_REVISION)
                .orElseThrow(() -> failures.nonsense("does not tell its installed revision"));
        return new UpdateState(
                preparation,
                installation,
                waitingForConfirm(),
                false,
                current,
                Optional.empty(),
                slot(Member.PENDING_MAKER, Member.PENDING_REVISION, Member.PENDING_HASH),
                slot(Member.FALLBACK_MAKER, Member.FALLBACK_REVISION, Member.FALLBACK_HASH),
                percent(preparation, installation),
                values.text(Member.STATUS_TEXT),
                (int) values.number(Member.VENDOR_ERROR).orElse(0),
                health(),
                Optional.empty());
    }

    Preparation preparation() throws EquipmentException {
        return switch (stateId(Member.PREPARATION_STATE)) {
            case NONE -> Preparation.NONE;
            case PREPARE_IDLE -> Preparation.IDLE;
            case PREPARING -> Preparation.PREPARING;
            case PREPARED -> Preparation.PREPARED;
            case RESUMING -> Preparation.RESUMING;
            default -> throw unknownState("PrepareForUpdate");
        };
    }

    private Installation installation() throws EquipmentException {
        return switch (stateId(Member.INSTALLATION_STATE)) {
            case NONE -> Installation.NONE;
            case INSTALL_IDLE -> Installation.IDLE;
            case INSTALLING -> Installation.INSTALLING;
            case INSTALL_ERROR -> Installation.ERROR;
            default -> throw unknownState("Installation");
        };
    }

    private boolean waitingForConfirm() throws EquipmentException {
        return switch (stateId(Member.CONFIRMATION_STATE)) {
            case NONE, NOT_WAITING -> false;
            case WAITING -> true;
            default -> throw unknownState("Confirmation");
        };
    }

    private int stateId(Member state) {
        if (!nodes.has(state)) {
            return NONE;
        }
        Optional<NodeId> told = values.node(state);
        return STATES.stream()
                .filter(known -> told.filter(nodes.diNode(known)::equals).isPresent())
                .findFirst()
                .orElse(UNKNOWN);
    }

    private EquipmentException unknownState(String machine) {
        return failures.nonsense("is in an unknown state of " + machine);
    }

    private int percent(Preparation preparation, Installation installation) {
        OptionalLong told = installation != Installation.IDLE
                ? values.number(Member.INSTALLATION_PERCENT)
                : preparation == Preparation.PREPARING
                        ? values.number(Member.PREPARATION_PERCENT)
                        : OptionalLong.empty();
        return Math.clamp(told.orElse(0), 0, 100);
    }

    private Health health() {
        return switch ((int) values.number(Member.HEALTH).orElse(-1)) {
            case 0 -> Health.NORMAL;
            case 1 -> Health.FAILURE;
            case 2 -> Health.CHECK_FUNCTION;
            case 3 -> Health.OFF_SPEC;
            case 4 -> Health.MAINTENANCE_REQUIRED;
            default -> Health.UNKNOWN;
        };
    }

    private Optional<Slot> slot(Member maker, Member revision, Member hash) throws EquipmentException {
        byte[] told = values.bytes(hash);
        Optional<Sha256> sha256 = told.length == SHA256_BYTES ? Optional.of(Sha256.ofDigest(told)) : Optional.empty();
        return software(maker, revision).map(software -> new Slot(software, sha256));
    }

    /** Versions name no product: it is the nameplate's. Without a maker of their own, so is that. */
    private Optional<Software> software(Member maker, Member revision) throws EquipmentException {
        String told = values.text(revision);
        if (told.isBlank()) {
            return Optional.empty();
        }
        String its = values.text(maker);
        return Optional.of(new Software(
                its.isBlank() ? values.text(Member.HOST_MAKER) : its,
                values.text(Member.HOST_PRODUCT),
                revision(told)));
    }

    private Revision revision(String told) throws EquipmentException {
        try {
            return new Revision(told);
        } catch (IllegalArgumentException e) {
            throw failures.nonsense("tells a revision that is none: " + e.getMessage());
        }
    }

    /** The patches of the slot that holds the software, as the server wants them back (8.4.5.5). */
    String[] patches(Software software) throws EquipmentException {
        return isIn(software, Member.PENDING_MAKER, Member.PENDING_REVISION)
                ? values.texts(Member.PENDING_PATCHES)
                : isIn(software, Member.FALLBACK_MAKER, Member.FALLBACK_REVISION)
                        ? values.texts(Member.FALLBACK_PATCHES)
                        : new String[0];
    }

    /** Whether the slot with the software tells a SHA-256, so that the server can compare one. */
    boolean comparesHash(Software software) throws EquipmentException {
        Member hash = isIn(software, Member.PENDING_MAKER, Member.PENDING_REVISION)
                ? Member.PENDING_HASH
                : Member.FALLBACK_HASH;
        return values.bytes(hash).length == SHA256_BYTES;
    }

    private boolean isIn(Software software, Member maker, Member revision) throws EquipmentException {
        return software(maker, revision).filter(software::equals).isPresent();
    }
}
