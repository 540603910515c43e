package org.millwright.simulators.opcua;

import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.millwright.simulators.config.ServerSettings.NameplatePlace;
import org.millwright.simulators.opcua.Branch.VariableKind;
import org.millwright.simulators.plc.Plc;
import org.millwright.simulators.plc.ProcessImage;
import org.millwright.simulators.plc.UpdateView.Health;

/** The device object of a controller: nameplate, health and process tags. */
final class DeviceNodes {
    static final String URI = "urn:millwright:simulators:process";

    private final Plc plc;
    private final Di di;
    private final Names process;

    DeviceNodes(Plc plc, Di di, Names process) {
        this.plc = plc;
        this.di = di;
        this.process = process;
    }

    /** The data type of a vendor nameplate property (OPC 10000-100 4.5.2). */
    static NodeId nameplateDataType(String property) {
        return switch (property) {
            case "Manufacturer", "Model" -> NodeIds.LocalizedText;
            case "RevisionCounter" -> NodeIds.Int32;
            default -> NodeIds.String;
        };
    }

    /** Adds the device below the parent. Its nodes live in the process namespace, their names in DI's. */
    Branch addTo(Branch parent, NodeId reference, NameplatePlace place) {
        NameplateNodes nameplate = new NameplateNodes(di, place);
        NodeId type = process.id("/SimulatedControllerType");
        DiTypes.objectType(
                parent.context(),
                type,
                process,
                "SimulatedControllerType",
                new DiTypes.Parent(nameplate.baseType(Di.DEVICE), false));
        Branch device = parent.object(process.id("/" + plc.id()), process.name(plc.id()), type, reference);
        nameplate.addTo(device, plc::nameplate);
        Names names = di.names();
        device.variable(
                names.name("DeviceHealth"),
                Value.of(names.id(Di.HEALTH_ENUM), () -> number(plc.update().health())));
        tags(device);
        plc.retained().forEach((name, value) -> retained(device, name, value));
        return device;
    }

    /** DeviceHealthEnumeration, OPC 10000-100 4.5.4. */
    private static int number(Health health) {
        return switch (health) {
            case NORMAL -> 0;
            case FAILURE -> 1;
            case CHECK_FUNCTION -> 2;
            case OFF_SPEC -> 3;
            case MAINTENANCE_REQUIRED -> 4;
        };
    }

    private void tags(Branch device) {
        tag(device, "State", Value.string(image(ProcessImage::state)));
        tag(
                device,
                "InfeedEnabled",
                Value.bool(() -> plc.process().infeedEnabled())
                        .writable(value -> plc.setInfeedEnabled((Boolean) value)));
        tag(device, "PartsInStation", Value.int32(() -> plc.process().partsInStation()));
        tag(device, "CycleCount", Value.int64(() -> plc.process().cycleCount()));
        tag(device, "RejectCount", Value.int64(() -> plc.process().rejectCount()));
        tag(device, "LastCycleTime", Value.float64(() -> plc.process().lastCycleTimeMs()));
        tag(device, "ScanTime", Value.float64(plc::scanTimeMs));
        tag(device, "Alarms", Value.strings(image(ProcessImage::alarms)));
        tag(
                device,
                "Recipe",
                Value.string(image(ProcessImage::recipe)).writable(value -> plc.setRecipe((String) value)));
    }

    private <T> Supplier<T> image(Function<ProcessImage, T> part) {
        return () -> part.apply(plc.process());
    }

    private void retained(Branch device, String name, Object present) {
        Value value = Value.of(retainedDataType(present), () -> plc.retained().get(name))
                .writable(written -> plc.setRetained(name, written));
        tag(device, "Retained." + name, value);
    }

    private static NodeId retainedDataType(Object present) {
        return switch (present) {
            case Long _ -> NodeIds.Int64;
            case Double _ -> NodeIds.Double;
            default -> NodeIds.String;
        };
    }

    /** Process tags have their bare name as node id, as the wire contract says. */
    private void tag(Branch device, String name, Value value) {
        device.variable(process.id(name), process.name(name), value, VariableKind.COMPONENT);
    }
}
