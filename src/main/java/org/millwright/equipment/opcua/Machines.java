package org.millwright.equipment.opcua;

import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.UpdateState.Installation;
import org.millwright.equipment.UpdateState.Preparation;

/**
 * The state machines of an AddIn at one moment. States are known by the ids of their types' nodes (OPC 10000-100 8.4.8
 * to 8.4.11), never by their texts, which are translated; equal texts have different ids in different machines.
 */
final class Machines {
    private static final Map<Integer, Preparation> PREPARATION = Map.of(
            231, Preparation.IDLE,
            233, Preparation.PREPARING,
            235, Preparation.PREPARED,
            237, Preparation.RESUMING);
    private static final Map<Integer, Installation> INSTALLATION =
            Map.of(271, Installation.IDLE, 273, Installation.INSTALLING, 275, Installation.ERROR);
    private static final Map<Integer, Boolean> POWER_CYCLE = Map.of(299, false, 301, true);
    private static final Map<Integer, Boolean> CONFIRMATION = Map.of(323, false, 325, true);

    private final SoftwareUpdateNodes nodes;
    private final MemberValues values;
    private final Failures failures;

    Machines(SoftwareUpdateNodes nodes, MemberValues values, Failures failures) {
        this.nodes = nodes;
        this.values = values;
        this.failures = failures;
    }

    Preparation preparation() throws EquipmentException {
        return state(Member.PREPARATION, Member.PREPARATION_STATE, PREPARATION).orElse(Preparation.NONE);
    }

    /** Who installs while receiving has no use for the machine, whether or not it is there (8.3.4.6). */
    Installation installation() throws EquipmentException {
        return nodes.kind() == LoadingKind.DIRECT
                ? Installation.NONE
                : state(Member.INSTALLATION, Member.INSTALLATION_STATE, INSTALLATION)
                        .orElse(Installation.NONE);
    }

    boolean waitingForPowerCycle() throws EquipmentException {
        return state(Member.POWER_CYCLE, Member.POWER_CYCLE_STATE, POWER_CYCLE).orElse(false);
    }

    boolean waitingForConfirm() throws EquipmentException {
        return state(Member.CONFIRMATION, Member.CONFIRMATION_STATE, CONFIRMATION)
                .orElse(false);
    }

    /** Empty when there is no such machine; a machine whose state is not understood is never taken for idle. */
    private <S> Optional<S> state(Member machine, Member state, Map<Integer, S> states) throws EquipmentException {
        if (!nodes.has(machine)) {
            return Optional.empty();
        }
        NodeId told = values.node(state).orElseThrow(() -> failures.nonsense("does not tell " + state.path()));
        for (Map.Entry<Integer, S> known : states.entrySet()) {
            if (nodes.diNode(known.getKey()).equals(told)) {
                return Optional.of(known.getValue());
            }
        }
        throw failures.nonsense("is in a state of %s that is not known: %s".formatted(machine.path(), brief(told)));
    }

    private static String brief(NodeId node) {
        String text = node.toParseableString();
        return text.length() <= 100 ? text : text.substring(0, 100);
    }
}
