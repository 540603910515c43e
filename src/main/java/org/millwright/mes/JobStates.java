package org.millwright.mes;

import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePath;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePathElement;
import org.jspecify.annotations.Nullable;
import org.millwright.mes.model.StateDataType;
import org.millwright.mes.model.Uris;
import org.millwright.upgrade.JobState;
import org.millwright.upgrade.JobState.Sub;
import org.millwright.upgrade.JobState.Top;

/**
 * States of a job order as values (OPC 10031-4 6.2.4): first the state, without a browse path, then the sub-state with the
 * browse path of its machine.
 */
record JobStates(int jobControl, int own) {
    static JobStates in(NamespaceTable namespaces) {
        return new JobStates(index(namespaces, Uris.JOB_CONTROL), index(namespaces, Uris.MILLWRIGHT));
    }

    private static int index(NamespaceTable namespaces, String uri) {
        @Nullable UShort index = namespaces.getIndex(uri);
        if (index == null) {
            throw new IllegalStateException("the server has no namespace " + uri);
        }
        return index.intValue();
    }

    List<StateDataType> of(JobState state) {
        StateDataType top = new StateDataType(
                new RelativePath(new RelativePathElement[0]),
                LocalizedText.english(name(state.top())),
                UInteger.valueOf(state.top().number()));
        return state.sub()
                .map(sub -> List.of(
                        top,
                        new StateDataType(
                                machine(state.top()), LocalizedText.english(name(sub)), UInteger.valueOf(number(sub)))))
                .orElse(List.of(top));
    }

    private RelativePath machine(Top top) {
        boolean ours = top == Top.RUNNING || top == Top.ABORTED;
        QualifiedName machine = new QualifiedName(ours ? own : jobControl, name(top) + "Substates");
        return new RelativePath(
                new RelativePathElement[] {new RelativePathElement(NodeIds.HasComponent, false, true, machine)});
    }

    /** Whether a state is one of those asked for: the top one, and the sub-state where one is named beside it. */
    boolean matches(JobState state, List<StateDataType> asked) {
        Optional<StateDataType> top = asked.stream().filter(JobStates::isTop).findFirst();
        List<StateDataType> subs = asked.stream().filter(s -> !isTop(s)).toList();
        List<StateDataType> told = of(state);
        return top.filter(t -> t.stateNumber().equals(told.getFirst().stateNumber()))
                        .isPresent()
                && (subs.isEmpty()
                        || (told.size() > 1
                                && subs.stream()
                                        .anyMatch(s -> s.stateNumber()
                                                .equals(told.getLast().stateNumber()))));
    }

    private static boolean isTop(StateDataType state) {
        RelativePathElement @Nullable [] elements = state.browsePath().getElements();
        return elements == null || elements.length == 0;
    }

    /** StateNumber inside the sub-state's own machine. */
    static int number(Sub sub) {
        return switch (sub) {
            case WAITING, DRAINING, HELD, COMPLETED, ABORT_ROLLING_BACK -> 1;
            case READY, SNAPSHOTTING, SUSPENDED, CLOSED, ABORT_ROLLED_BACK -> 2;
            case LOADED, FLASHING, ABORT_ROLLBACK_FAILED -> 3;
            case VALIDATING -> 4;
            case RELEASING -> 5;
            case ROLLING_BACK -> 6;
        };
    }

    static String name(Top top) {
        return switch (top) {
            case NOT_ALLOWED_TO_START -> "NotAllowedToStart";
            case ALLOWED_TO_START -> "AllowedToStart";
            case RUNNING -> "Running";
            case INTERRUPTED -> "Interrupted";
            case ENDED -> "Ended";
            case ABORTED -> "Aborted";
        };
    }

    static String name(Sub sub) {
        return switch (sub) {
            case WAITING -> "Waiting";
            case READY -> "Ready";
            case LOADED -> "Loaded";
            case DRAINING -> "Draining";
            case SNAPSHOTTING -> "Snapshotting";
            case FLASHING -> "Flashing";
            case VALIDATING -> "Validating";
            case RELEASING -> "Releasing";
            case ROLLING_BACK, ABORT_ROLLING_BACK -> "RollingBack";
            case HELD -> "Held";
            case SUSPENDED -> "Suspended";
            case COMPLETED -> "Completed";
            case CLOSED -> "Closed";
            case ABORT_ROLLED_BACK -> "RolledBack";
            case ABORT_ROLLBACK_FAILED -> "RollbackFailed";
        };
    }
}
