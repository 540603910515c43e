package org.millwright.simulators.opcua;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.millwright.simulators.config.ServerSettings.NameplatePlace;
import org.millwright.simulators.plc.Nameplate;

/** Puts vendor nameplates (OPC 10000-100 4.5.2) where the layout wants them. */
record NameplateNodes(Di di, NameplatePlace place) {

    /**
     * The type that an object with a nameplate derives from.
     *
     * @param usual the number of the DI type that says in itself that its instances have a nameplate
     */
    NodeId baseType(int usual) {
        return switch (place) {
            case HOST -> di.names().id(usual);
            case IDENTIFICATION -> di.names().id(Di.TOPOLOGY_ELEMENT);
            case INTERFACE -> NodeIds.BaseObjectType;
        };
    }

    void addTo(Branch host, Supplier<Nameplate> plate) {
        Names names = di.names();
        Branch bearer = switch (place) {
            case HOST -> host;
            case IDENTIFICATION -> host.object(names.name("Identification"), names.id(Di.FUNCTIONAL_GROUP));
            case INTERFACE -> {
                host.link(NodeIds.HasInterface, names.id(Di.VENDOR_NAMEPLATE));
                yield host;
            }
        };
        values(plate).forEach((name, value) -> bearer.property(names.name(name), value));
    }

    private static Map<String, Value> values(Supplier<Nameplate> plate) {
        Map<String, Value> values = new LinkedHashMap<>();
        values.put("Manufacturer", Value.text(() -> plate.get().manufacturer()));
        values.put("ManufacturerUri", Value.string(() -> plate.get().manufacturerUri()));
        values.put("Model", Value.text(() -> plate.get().model()));
        values.put("ProductCode", Value.string(() -> plate.get().productCode()));
        values.put("HardwareRevision", Value.string(() -> plate.get().hardwareRevision()));
        values.put("SoftwareRevision", Value.string(() -> plate.get().softwareRevision()));
        values.put("DeviceRevision", Value.string(() -> plate.get().hardwareRevision()));
        values.put("DeviceManual", Value.string(() -> ""));
        values.put("SerialNumber", Value.string(() -> plate.get().serialNumber()));
        values.put("ProductInstanceUri", Value.string(() -> instanceUri(plate.get())));
        values.put("RevisionCounter", Value.int32(() -> -1));
        return values;
    }

    private static String instanceUri(Nameplate plate) {
        return plate.manufacturerUri() + ":" + plate.serialNumber();
    }
}
