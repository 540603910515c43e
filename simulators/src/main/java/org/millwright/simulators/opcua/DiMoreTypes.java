package org.millwright.simulators.opcua;

import java.util.List;
import org.eclipse.milo.opcua.stack.core.NodeIds;

/** The rest of {@link DiTypes}: types and members that only some shapes of an update use. */
final class DiMoreTypes {
    private final DiTypes types;
    private final Di di;
    private final Names names;

    DiMoreTypes(DiTypes types, Di di) {
        this.types = types;
        this.di = di;
        this.names = di.names();
    }

    void add() {
        types.enumeration(
                Di.SOFTWARE_CLASS,
                "SoftwareClass",
                409,
                List.of("Firmware", "Application", "Configuration", "Solution"));
        loading();
        powerCycle();
        softwareUpdate();
        locking();
    }

    private void loading() {
        Branch version = types.known(Di.SOFTWARE_VERSION);
        DiTypes.optional(types.property(version, 383, "PatchIdentifiers", NodeIds.String));
        DiTypes.optional(types.variable(types.known(Di.SOFTWARE_LOADING), 136, "UpdateKey", NodeIds.String));

        Branch direct = types.type(Di.DIRECT_LOADING, "DirectLoadingType", names.id(Di.PACKAGE_LOADING), false);
        DiTypes.mandatory(types.variable(direct, 169, "UpdateBehavior", names.id(Di.UPDATE_BEHAVIOR)));
        DiTypes.optional(types.property(direct, 170, "WriteTimeout", NodeIds.Duration));

        Branch files =
                types.type(Di.FILE_SYSTEM_LOADING, "FileSystemLoadingType", names.id(Di.SOFTWARE_LOADING), false);
        DiTypes.mandatory(files.object(
                names.id(194), Names.UA.name("FileSystem"), NodeIds.FileDirectoryType, NodeIds.HasComponent));
        DiTypes.mandatory(
                files.declaredMethod(names.id(206), names.name("GetUpdateBehavior"), di.getUpdateBehaviorOfFiles()));
        DiTypes.optional(files.declaredMethod(names.id(209), names.name("ValidateFiles"), Di.VALIDATE_FILES));
        DiTypes.optional(
                types.known(Di.INSTALLATION).declaredMethod(names.id(268), names.name("InstallFiles"), Di.FILES));
    }

    private void powerCycle() {
        Branch machine = types.stateMachine(Di.POWER_CYCLE, "PowerCycleStateMachineType");
        types.state(machine, Di.POWER_NOT_WAITING, "NotWaitingForPowerCycle", 1);
        types.state(machine, Di.POWER_WAITING, "WaitingForPowerCycle", 2);
    }

    private void softwareUpdate() {
        Branch update = types.known(Di.SOFTWARE_UPDATE);
        DiTypes.optional(types.object(update, 76, "PowerCycle", names.id(Di.POWER_CYCLE)));
        DiTypes.optional(types.property(update, 352, "SoftwareClass", names.id(Di.SOFTWARE_CLASS)));
        DiTypes.optional(types.property(update, 353, "SoftwareSubclass", NodeIds.String));
        DiTypes.optional(types.property(update, 354, "SoftwareName", NodeIds.String));
        DiTypes.optional(types.property(update, 355, "UnsignedPackageAllowed", NodeIds.Boolean));
    }

    private void locking() {
        Branch lock = types.type(Di.LOCKING_SERVICES, "LockingServicesType", NodeIds.BaseObjectType, false);
        DiTypes.mandatory(types.property(lock, 6534, "Locked", NodeIds.Boolean));
        DiTypes.mandatory(types.property(lock, 6390, "LockingClient", NodeIds.String));
        DiTypes.mandatory(types.property(lock, 6391, "LockingUser", NodeIds.String));
        DiTypes.mandatory(types.property(lock, 6392, "RemainingLockTime", NodeIds.Duration));
        DiTypes.mandatory(lock.declaredMethod(names.id(6393), names.name("InitLock"), LockNodes.INIT));
        DiTypes.mandatory(lock.declaredMethod(names.id(6396), names.name("RenewLock"), LockNodes.RENEW));
        DiTypes.mandatory(lock.declaredMethod(names.id(6398), names.name("ExitLock"), LockNodes.EXIT));
        DiTypes.mandatory(lock.declaredMethod(names.id(6400), names.name("BreakLock"), LockNodes.BREAK));
    }
}
