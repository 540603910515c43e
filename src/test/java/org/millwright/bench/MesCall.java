package org.millwright.bench;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;
import static org.millwright.mes.model.LineMethod.*;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePath;
import org.millwright.mes.Sent;
import org.millwright.mes.model.LineMethod;
import org.millwright.mes.model.StateDataType;

/**
 * A call in the life of a job order.
 *
 * @param writes a journal row
 * @param status that the answer has to have
 */
record MesCall(LineMethod method, boolean writes, long status) {
    private static final long DONE = 1;
    private static final long WRONG_STATE = 1 << 3;
    private static final int RUNNING = 3;

    /** By structures. */
    private static final List<MesCall> STANDARD = List.of(
            writing(STORE),
            asking(GET_UPGRADE_STATUS),
            writing(START),
            refused(PAUSE),
            writing(REVOKE_START),
            writing(UPDATE),
            refused(REQUEST_JOB_RESPONSE_BY_JOB_ORDER_ID),
            writing(START),
            asking(REQUEST_JOB_RESPONSE_BY_JOB_ORDER_STATE),
            writing(CANCEL));

    /** By scalars. */
    private static final List<MesCall> FLAT = List.of(
            writing(SUBMIT_UPGRADE),
            writing(RELEASE),
            asking(GET_UPGRADE_STATUS),
            refused(PAUSE_UPGRADE),
            writing(REVOKE_RELEASE),
            writing(RELEASE),
            writing(ABORT_UPGRADE),
            asking(GET_UPGRADE_STATUS),
            writing(CLEAR_UPGRADE));

    /** What is called for the n-th job order of somebody. */
    static List<MesCall> life(int n) {
        return n % 2 == 0 ? STANDARD : FLAT;
    }

    static MesCall writing(LineMethod method) {
        return new MesCall(method, true, DONE);
    }

    private static MesCall asking(LineMethod method) {
        return new MesCall(method, false, DONE);
    }

    private static MesCall refused(LineMethod method) {
        return new MesCall(method, false, WRONG_STATE);
    }

    /** Of a line's job order. */
    CallMethodRequest request(EncodingContext context, int namespace, String line, String order) {
        String object = line + "/" + object();
        return new CallMethodRequest(
                new NodeId(namespace, object),
                new NodeId(namespace, object + "/" + method.browseName()),
                arguments(context, new Sent(order, "plan-" + line, method == UPDATE ? 60 : 0)));
    }

    /** Of a namespace at the server. */
    static int index(OpcUaClient client, String uri) throws UaException {
        return Objects.requireNonNull(client.readNamespaceTable().getIndex(uri), uri)
                .intValue();
    }

    private String object() {
        return switch (method) {
            case REQUEST_JOB_RESPONSE_BY_JOB_ORDER_ID, REQUEST_JOB_RESPONSE_BY_JOB_ORDER_STATE ->
                "JobManagement/JobOrderResults";
            default -> isFlat() ? "SimpleJobs" : "JobManagement/JobOrderControl";
        };
    }

    private boolean isFlat() {
        return EnumSet.range(SUBMIT_UPGRADE, GET_UPGRADE_STATUS).contains(method);
    }

    private Variant[] arguments(EncodingContext context, Sent sent) {
        return switch (method) {
            case STORE, UPDATE -> sent.standard(context);
            case SUBMIT_UPGRADE -> sent.flat(false);
            case GET_UPGRADE_STATUS, REQUEST_JOB_RESPONSE_BY_JOB_ORDER_ID ->
                new Variant[] {Variant.ofString(sent.id())};
            case REQUEST_JOB_RESPONSE_BY_JOB_ORDER_STATE -> new Variant[] {running(context)};
            default ->
                new Variant[] {Variant.ofString(sent.id()), isFlat() ? Variant.ofString(Sent.COMMENT) : Sent.comment()};
        };
    }

    private static Variant running(EncodingContext context) {
        StateDataType state =
                new StateDataType(new RelativePath(null), LocalizedText.english("Running"), uint(RUNNING));
        return Variant.of(new ExtensionObject[] {ExtensionObject.encode(context, state)});
    }
}
