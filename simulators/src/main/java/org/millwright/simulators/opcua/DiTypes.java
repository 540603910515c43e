package org.millwright.simulators.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.milo.opcua.sdk.server.nodes.UaDataTypeNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNodeContext;
import org.eclipse.milo.opcua.sdk.server.nodes.UaObjectTypeNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.EnumDefinition;
import org.eclipse.milo.opcua.stack.core.types.structured.EnumField;
import org.millwright.simulators.opcua.Branch.VariableKind;

/**
 * The part of the OPC 10000-100 v1.05 type model that each controller shows: types, their own members
 * and states under the standard's numbers, whatever shape its update has ({@link DiMoreTypes} has the rarer ones).
 * Transitions, nested members and types that no instance here uses are left out.
 */
final class DiTypes {
    static final boolean ABSTRACT = true;
    static final boolean CONCRETE = false;

    /** IVendorNameplateType 4.5.2; numbered from 15036 in this order. */
    private static final List<String> VENDOR_NAMEPLATE = List.of(
            "Manufacturer",
            "ManufacturerUri",
            "Model",
            "HardwareRevision",
            "SoftwareRevision",
            "DeviceRevision",
            "ProductCode",
            "DeviceManual",
            "DeviceClass",
            "SerialNumber",
            "ProductInstanceUri",
            "RevisionCounter");

    private final UaNodeContext context;
    private final Di di;
    private final Names names;

    private DiTypes(UaNodeContext context, Di di) {
        this.context = context;
        this.di = di;
        this.names = di.names();
    }

    /** Adds the types and the DeviceSet object, which it returns. */
    static Branch addTo(UaNodeContext context, Di di) {
        DiTypes types = new DiTypes(context, di);
        types.dataTypes();
        types.devices();
        types.loading();
        types.prepareForUpdate();
        types.installation();
        types.confirmation();
        types.softwareUpdate();
        new DiMoreTypes(types, di).add();
        return types.deviceSet();
    }

    private Branch deviceSet() {
        return new Branch(context, NodeIds.ObjectsFolder)
                .object(names.id(Di.DEVICE_SET), names.name("DeviceSet"), NodeIds.BaseObjectType, NodeIds.Organizes);
    }

    private void dataTypes() {
        enumeration(Di.VERSION_FILE_ENUM, "SoftwareVersionFileType", 332, List.of("Current", "Pending", "Fallback"));
        enumeration(
                Di.HEALTH_ENUM,
                "DeviceHealthEnumeration",
                6450,
                List.of("NORMAL", "FAILURE", "CHECK_FUNCTION", "OFF_SPEC", "MAINTENANCE_REQUIRED"));
        List<String> bits =
                List.of("KeepsParameters", "WillDisconnect", "RequiresPowerCycle", "WillReboot", "NeedsPreparation");
        dataType(Di.UPDATE_BEHAVIOR, "UpdateBehavior", NodeIds.UInt32, bits)
                .variable(names.id(388), Names.UA.name("OptionSetValues"), texts(bits), VariableKind.PROPERTY);
    }

    private void devices() {
        Branch nameplate = type(Di.VENDOR_NAMEPLATE, "IVendorNameplateType", NodeIds.BaseInterfaceType, ABSTRACT);
        for (int i = 0; i < VENDOR_NAMEPLATE.size(); i++) {
            String name = VENDOR_NAMEPLATE.get(i);
            optional(property(nameplate, 15036 + i, name, DeviceNodes.nameplateDataType(name)));
        }
        Branch health = type(15051, "IDeviceHealthType", NodeIds.BaseInterfaceType, ABSTRACT);
        optional(variable(health, 15052, "DeviceHealth", names.id(Di.HEALTH_ENUM)));
        type(Di.FUNCTIONAL_GROUP, "FunctionalGroupType", NodeIds.FolderType, CONCRETE);
        type(Di.TOPOLOGY_ELEMENT, "TopologyElementType", NodeIds.BaseObjectType, ABSTRACT);
        type(Di.COMPONENT, "ComponentType", names.id(Di.TOPOLOGY_ELEMENT), ABSTRACT)
                .link(NodeIds.HasInterface, nameplate.id());
        type(Di.DEVICE, "DeviceType", names.id(Di.COMPONENT), ABSTRACT).link(NodeIds.HasInterface, health.id());
    }

    private void loading() {
        Branch version = type(Di.SOFTWARE_VERSION, "SoftwareVersionType", NodeIds.BaseObjectType, CONCRETE);
        mandatory(property(version, 380, "Manufacturer", NodeIds.LocalizedText));
        mandatory(property(version, 381, "ManufacturerUri", NodeIds.String));
        mandatory(property(version, 382, "SoftwareRevision", NodeIds.String));
        optional(property(version, 386, "Hash", NodeIds.ByteString));
        optional(version.declaredMethod(names.id(359), names.name("Clear"), Signature.NONE));

        type(Di.SOFTWARE_LOADING, "SoftwareLoadingType", NodeIds.BaseObjectType, ABSTRACT);
        Branch loading = type(Di.PACKAGE_LOADING, "PackageLoadingType", names.id(Di.SOFTWARE_LOADING), ABSTRACT);
        mandatory(object(loading, 139, "CurrentVersion", names.id(Di.SOFTWARE_VERSION)));
        mandatory(object(loading, 140, "FileTransfer", NodeIds.TemporaryFileTransferType));
        mandatory(variable(loading, 151, "ErrorMessage", NodeIds.LocalizedText));
        optional(property(loading, 152, "WriteBlockSize", NodeIds.UInt32));

        Branch cached = type(Di.CACHED_LOADING, "CachedLoadingType", loading.id(), CONCRETE);
        mandatory(object(cached, 187, "PendingVersion", names.id(Di.SOFTWARE_VERSION)));
        optional(object(cached, 188, "FallbackVersion", names.id(Di.SOFTWARE_VERSION)));
        mandatory(cached.declaredMethod(names.id(189), names.name("GetUpdateBehavior"), di.getUpdateBehavior()));
    }

    private void prepareForUpdate() {
        Branch machine = stateMachine(Di.PREPARE_FOR_UPDATE, "PrepareForUpdateStateMachineType");
        optional(variable(machine, 227, "PercentComplete", NodeIds.Byte));
        mandatory(machine.declaredMethod(names.id(228), names.name("Prepare"), Signature.NONE));
        mandatory(machine.declaredMethod(names.id(229), names.name("Abort"), Signature.NONE));
        optional(machine.declaredMethod(names.id(230), names.name("Resume"), Signature.NONE));
        state(machine, Di.PREPARE_IDLE, "Idle", 1);
        state(machine, Di.PREPARE_PREPARING, "Preparing", 2);
        state(machine, Di.PREPARE_PREPARED, "PreparedForUpdate", 3);
        state(machine, Di.PREPARE_RESUMING, "Resuming", 4);
    }

    private void installation() {
        Branch machine = stateMachine(Di.INSTALLATION, "InstallationStateMachineType");
        optional(variable(machine, 263, "PercentComplete", NodeIds.Byte));
        optional(variable(machine, 264, "InstallationDelay", NodeIds.Duration));
        optional(machine.declaredMethod(
                names.id(265), names.name("InstallSoftwarePackage"), di.installSoftwarePackage()));
        mandatory(machine.declaredMethod(names.id(270), names.name("Resume"), Signature.NONE));
        state(machine, Di.INSTALL_IDLE, "Idle", 1);
        state(machine, Di.INSTALL_INSTALLING, "Installing", 2);
        state(machine, Di.INSTALL_ERROR, "Error", 3);
    }

    private void confirmation() {
        Branch machine = stateMachine(Di.CONFIRMATION, "ConfirmationStateMachineType");
        mandatory(machine.declaredMethod(names.id(321), names.name("Confirm"), Signature.NONE));
        mandatory(variable(machine, 322, "ConfirmationTimeout", NodeIds.Duration));
        state(machine, Di.CONFIRM_NOT_WAITING, "NotWaitingForConfirm", 1);
        state(machine, Di.CONFIRM_WAITING, "WaitingForConfirm", 2);
    }

    private void softwareUpdate() {
        Branch update = type(Di.SOFTWARE_UPDATE, "SoftwareUpdateType", NodeIds.BaseObjectType, CONCRETE);
        optional(object(update, 2, "Loading", names.id(Di.SOFTWARE_LOADING)));
        optional(object(update, 4, "PrepareForUpdate", names.id(Di.PREPARE_FOR_UPDATE)));
        optional(object(update, 40, "Installation", names.id(Di.INSTALLATION)));
        optional(object(update, 98, "Confirmation", names.id(Di.CONFIRMATION)));
        optional(object(update, 122, "Parameters", NodeIds.TemporaryFileTransferType));
        optional(variable(update, 133, "UpdateStatus", NodeIds.LocalizedText));
        optional(variable(update, 402, "VendorErrorCode", NodeIds.Int32));
        update.variable(
                names.id(134),
                Names.UA.name("DefaultInstanceBrowseName"),
                Value.of(NodeIds.QualifiedName, () -> names.name("SoftwareUpdate")),
                VariableKind.PROPERTY);
    }

    Branch type(int number, String name, NodeId parent, boolean isAbstract) {
        return objectType(context, names.id(number), names, name, new Parent(parent, isAbstract));
    }

    /** A type that is there already, to be given more members. */
    Branch known(int number) {
        return new Branch(context, names.id(number));
    }

    /** Where an object type hangs, and whether it may have instances. */
    record Parent(NodeId id, boolean isAbstract) {}

    static Branch objectType(UaNodeContext context, NodeId id, Names names, String name, Parent parent) {
        UaObjectTypeNode node = new UaObjectTypeNode(
                context,
                id,
                names.name(name),
                LocalizedText.english(name),
                LocalizedText.NULL_VALUE,
                uint(0),
                uint(0),
                parent.isAbstract());
        Branch.add(context, node);
        new Branch(context, parent.id()).link(NodeIds.HasSubtype, id);
        return new Branch(context, id);
    }

    Branch stateMachine(int number, String name) {
        return type(number, name, NodeIds.FiniteStateMachineType, CONCRETE);
    }

    /** A state; its StateNumber property has the next node number in the standard's table. */
    void state(Branch machine, int number, String name, int stateNumber) {
        NodeId stateType = stateNumber == 1 ? NodeIds.InitialStateType : NodeIds.StateType;
        machine.object(names.id(number), names.name(name), stateType, NodeIds.HasComponent)
                .variable(
                        names.id(number + 1),
                        Names.UA.name("StateNumber"),
                        Value.of(NodeIds.UInt32, () -> uint(stateNumber)),
                        VariableKind.PROPERTY);
    }

    void enumeration(int number, String name, int stringsNumber, List<String> values) {
        dataType(number, name, NodeIds.Enumeration, values)
                .variable(names.id(stringsNumber), Names.UA.name("EnumStrings"), texts(values), VariableKind.PROPERTY);
    }

    private Branch dataType(int number, String name, NodeId parent, List<String> values) {
        NodeId id = names.id(number);
        UaDataTypeNode node = new UaDataTypeNode(
                context,
                id,
                names.name(name),
                LocalizedText.english(name),
                LocalizedText.NULL_VALUE,
                uint(0),
                uint(0),
                CONCRETE);
        node.setDataTypeDefinition(definition(values));
        Branch.add(context, node);
        new Branch(context, parent).link(NodeIds.HasSubtype, id);
        return new Branch(context, id);
    }

    /** Numbers the values from 0; for an option set these are the bit numbers. */
    private static EnumDefinition definition(List<String> values) {
        List<EnumField> fields = new ArrayList<>();
        for (String value : values) {
            fields.add(
                    new EnumField((long) fields.size(), LocalizedText.english(value), LocalizedText.NULL_VALUE, value));
        }
        return new EnumDefinition(fields.toArray(EnumField[]::new));
    }

    private static Value texts(List<String> values) {
        LocalizedText[] texts = values.stream().map(LocalizedText::english).toArray(LocalizedText[]::new);
        return new Value(NodeIds.LocalizedText, true, () -> texts, Value.READ_ONLY);
    }

    Branch object(Branch type, int number, String name, NodeId objectType) {
        return type.object(names.id(number), names.name(name), objectType, NodeIds.HasComponent);
    }

    Branch property(Branch type, int number, String name, NodeId dataType) {
        return type.variable(names.id(number), names.name(name), Value.declared(dataType), VariableKind.PROPERTY);
    }

    Branch variable(Branch type, int number, String name, NodeId dataType) {
        return type.variable(names.id(number), names.name(name), Value.declared(dataType), VariableKind.COMPONENT);
    }

    static void mandatory(Branch member) {
        member.link(NodeIds.HasModellingRule, NodeIds.ModellingRule_Mandatory);
    }

    static void optional(Branch member) {
        member.link(NodeIds.HasModellingRule, NodeIds.ModellingRule_Optional);
    }
}
