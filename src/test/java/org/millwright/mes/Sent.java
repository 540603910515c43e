package org.millwright.mes;

import java.util.List;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.millwright.mes.model.JobOrderDataType;
import org.millwright.mes.model.ParameterDataType;
import org.millwright.mes.model.Structures;
import org.millwright.mes.model.WorkMasterDataType;

/** Arguments of both faces for the same wish. */
public record Sent(String id, String plan, double maxDowntimeSeconds) {
    public static final String COMMENT = "why not";

    /** What a client has to know to send structures. */
    public static EncodingContext context(OpcUaClient client) {
        EncodingContext context = client.getStaticEncodingContext();
        Structures.register(client.getStaticDataTypeManager(), client.getNamespaceTable());
        return context;
    }

    public JobOrderDataType order() {
        return new JobOrderDataType(
                id,
                null,
                List.of(new WorkMasterDataType(plan, null, null)),
                null,
                null,
                null,
                maxDowntimeSeconds == 0
                        ? null
                        : List.of(new ParameterDataType(
                                "MaxDowntime", Variant.ofDouble(maxDowntimeSeconds), null, null, null)),
                null,
                null,
                null,
                null);
    }

    public Variant[] standard(EncodingContext context) {
        return new Variant[] {Variant.of(ExtensionObject.encode(context, order())), comment()};
    }

    public static Variant comment() {
        return Variant.of(new LocalizedText[] {LocalizedText.english(COMMENT)});
    }

    public Variant[] flat(boolean release) {
        return new Variant[] {
            Variant.ofString(id),
            Variant.ofString(plan),
            Variant.ofString(""),
            Variant.ofString(""),
            Variant.ofString(""),
            Variant.ofString(""),
            Variant.ofDateTime(DateTime.MIN_DATE_TIME),
            Variant.ofDateTime(DateTime.MIN_DATE_TIME),
            Variant.ofDouble(maxDowntimeSeconds),
            Variant.ofString(""),
            Variant.ofBoolean(release),
            Variant.ofString(""),
            Variant.ofString(COMMENT)
        };
    }

    /** Of either face. */
    public static long status(CallMethodResult result) {
        for (Variant output : result.getOutputArguments() == null ? new Variant[0] : result.getOutputArguments()) {
            if (output.value() instanceof ULong status) {
                return status.longValue();
            }
        }
        throw new AssertionError("no ReturnStatus: " + result);
    }
}
