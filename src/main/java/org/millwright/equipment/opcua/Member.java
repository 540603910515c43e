package org.millwright.equipment.opcua;

import java.util.Arrays;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;

/**
 * The nodes that the driver uses, by their browse path (OPC 10000-100 8.4, 4.5). Names are DI's but for those with
 * {@code 0:}. A path with {@code ../} starts at the object that has the AddIn, any other one at the AddIn. Where two
 * paths stand, the first that leads somewhere counts.
 */
enum Member {
    HOST_MAKER("../ManufacturerUri", "../Identification/ManufacturerUri"),
    HOST_PRODUCT("../ProductCode", "../Identification/ProductCode"),
    HOST_HARDWARE("../HardwareRevision", "../Identification/HardwareRevision"),
    HOST_SERIAL("../SerialNumber", "../Identification/SerialNumber"),
    HOST_REVISION("../SoftwareRevision", "../Identification/SoftwareRevision"),
    HEALTH("../DeviceHealth"),
    LOCK("../Lock"),
    LOCKED("../Lock/Locked"),
    LOCKING_CLIENT("../Lock/LockingClient"),
    INIT_LOCK("../Lock/InitLock"),
    RENEW_LOCK("../Lock/RenewLock"),
    EXIT_LOCK("../Lock/ExitLock"),

    LOADING("Loading"),
    UPDATE_KEY("Loading/UpdateKey"),
    CURRENT_MAKER("Loading/CurrentVersion/ManufacturerUri"),
    CURRENT_REVISION("Loading/CurrentVersion/SoftwareRevision"),
    CURRENT_HASH("Loading/CurrentVersion/Hash"),
    PENDING("Loading/PendingVersion"),
    PENDING_MAKER("Loading/PendingVersion/ManufacturerUri"),
    PENDING_REVISION("Loading/PendingVersion/SoftwareRevision"),
    PENDING_PATCHES("Loading/PendingVersion/PatchIdentifiers"),
    PENDING_HASH("Loading/PendingVersion/Hash"),
    CLEAR_PENDING("Loading/PendingVersion/Clear"),
    FALLBACK_MAKER("Loading/FallbackVersion/ManufacturerUri"),
    FALLBACK_REVISION("Loading/FallbackVersion/SoftwareRevision"),
    FALLBACK_PATCHES("Loading/FallbackVersion/PatchIdentifiers"),
    FALLBACK_HASH("Loading/FallbackVersion/Hash"),
    GET_UPDATE_BEHAVIOR("Loading/GetUpdateBehavior"),
    UPDATE_BEHAVIOR("Loading/UpdateBehavior"),
    WRITE_TIMEOUT("Loading/WriteTimeout"),
    FILE_SYSTEM("Loading/0:FileSystem", "Loading/FileSystem"),
    CREATE_FILE("Loading/0:FileSystem/0:CreateFile", "Loading/FileSystem/0:CreateFile"),
    DELETE_FILE("Loading/0:FileSystem/0:Delete", "Loading/0:FileSystem/0:DeleteFileSystemObject"),
    MOVE_FILE("Loading/0:FileSystem/0:MoveOrCopy", "Loading/FileSystem/0:MoveOrCopy"),
    VALIDATE_FILES("Loading/ValidateFiles"),
    TRANSFER("Loading/FileTransfer"),
    TRANSFER_TIMEOUT("Loading/FileTransfer/0:ClientProcessingTimeout"),
    TRANSFER_READ("Loading/FileTransfer/0:GenerateFileForRead"),
    TRANSFER_WRITE("Loading/FileTransfer/0:GenerateFileForWrite"),
    TRANSFER_COMMIT("Loading/FileTransfer/0:CloseAndCommit"),
    ERROR_MESSAGE("Loading/ErrorMessage"),
    WRITE_BLOCK_SIZE("Loading/WriteBlockSize"),

    PREPARATION("PrepareForUpdate"),
    PREPARATION_STATE("PrepareForUpdate/0:CurrentState/0:Id"),
    PREPARATION_PERCENT("PrepareForUpdate/PercentComplete"),
    PREPARE("PrepareForUpdate/Prepare"),
    ABORT_PREPARATION("PrepareForUpdate/Abort"),
    RESUME("PrepareForUpdate/Resume"),

    INSTALLATION("Installation"),
    INSTALLATION_STATE("Installation/0:CurrentState/0:Id"),
    INSTALLATION_PERCENT("Installation/PercentComplete"),
    INSTALL("Installation/InstallSoftwarePackage"),
    INSTALL_FILES("Installation/InstallFiles"),
    INSTALLATION_DELAY("Installation/InstallationDelay"),
    ACKNOWLEDGE_ERROR("Installation/Resume"),

    POWER_CYCLE("PowerCycle"),
    POWER_CYCLE_STATE("PowerCycle/0:CurrentState/0:Id"),

    CONFIRMATION("Confirmation"),
    CONFIRMATION_STATE("Confirmation/0:CurrentState/0:Id"),
    CONFIRMATION_TIMEOUT("Confirmation/ConfirmationTimeout"),
    CONFIRM("Confirmation/Confirm"),

    PARAMETERS("Parameters"),
    PARAMETERS_TIMEOUT("Parameters/0:ClientProcessingTimeout"),
    PARAMETERS_READ("Parameters/0:GenerateFileForRead"),
    PARAMETERS_WRITE("Parameters/0:GenerateFileForWrite"),
    PARAMETERS_COMMIT("Parameters/0:CloseAndCommit"),

    STATUS_TEXT("UpdateStatus"),
    VENDOR_ERROR("VendorErrorCode");

    private static final String FROM_HOST = "../";

    private final String first;
    private final String second;

    Member(String only) {
        this(only, "");
    }

    Member(String first, String second) {
        this.first = first;
        this.second = second;
    }

    /** For people. */
    String path() {
        return first;
    }

    /** How often a path is tried, 1 or 2. */
    int tries() {
        return second.isEmpty() ? 1 : 2;
    }

    boolean fromHost() {
        return first.startsWith(FROM_HOST);
    }

    /** The names of its first (0) or second (1) path with the server's own index of the DI namespace. */
    List<QualifiedName> names(int which, UShort di) {
        String path = which == 0 ? first : second;
        String below = path.startsWith(FROM_HOST) ? path.substring(FROM_HOST.length()) : path;
        return Arrays.stream(below.split("/", -1))
                .map(name ->
                        name.startsWith("0:") ? new QualifiedName(0, name.substring(2)) : new QualifiedName(di, name))
                .toList();
    }
}
