package org.millwright.simulators.opcua;

import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.millwright.simulators.plc.PlcRefusal;

/** A FileTransferStateMachineType object: how far one transfer has come (OPC 10000-20 4.4.6). */
final class Completion {
    private final Branch node;
    private volatile Phase phase;

    /** The states, with the number of each one's node on the type. */
    enum Phase {
        IDLE("Idle", 15815),
        READ_PREPARE("ReadPrepare", 15817),
        READ_TRANSFER("ReadTransfer", 15819),
        APPLY_WRITE("ApplyWrite", 15821),
        ERROR("Error", 15823);

        private final String text;
        private final int number;

        Phase(String text, int number) {
            this.text = text;
            this.number = number;
        }
    }

    private Completion(Branch node, Phase phase) {
        this.node = node;
        this.phase = phase;
    }

    /** The state machines of one transfer object; old ones go when there are too many. */
    static final class Row {
        private static final int MAX = 16;

        private final Branch transfer;
        private final Deque<Completion> row = new ArrayDeque<>();
        private long made;

        Row(Branch transfer) {
            this.transfer = transfer;
        }

        synchronized Completion add(Phase phase) {
            if (row.size() == MAX) {
                row.removeFirst().node.delete();
            }
            made++;
            QualifiedName name = Names.UA.name("TransferState" + made);
            Branch node = transfer.object(name, NodeIds.FileTransferStateMachineType);
            Completion completion = new Completion(node, phase);
            completion.fill();
            row.addLast(completion);
            return completion;
        }
    }

    private void fill() {
        StateNodes.add(node, () -> new StateNodes.State(phase.text, Names.UA.id(phase.number)));
        node.method(Names.UA.name("Reset"), Signature.NONE, Action.of(this::reset));
    }

    private void reset() throws PlcRefusal {
        if (phase != Phase.ERROR) {
            throw new PlcRefusal("Bad_InvalidState", "there is no error to reset");
        }
        phase = Phase.IDLE;
    }

    NodeId id() {
        return node.id();
    }

    void enter(Phase next) {
        phase = next;
    }
}
