package org.millwright.simulators.opcua;

import org.eclipse.milo.opcua.stack.core.NodeIds;

/** Numbers of the OPC 10000-100 v1.05 model that more than one class names, and the methods' signatures. */
record Di(Names names) {
    static final String URI = "http://opcfoundation.org/UA/DI/";

    static final int SOFTWARE_UPDATE = 1;
    static final int SOFTWARE_LOADING = 135;
    static final int PACKAGE_LOADING = 137;
    static final int DIRECT_LOADING = 153;
    static final int CACHED_LOADING = 171;
    static final int FILE_SYSTEM_LOADING = 192;
    static final int SOFTWARE_VERSION = 212;
    static final int PREPARE_FOR_UPDATE = 213;
    static final int INSTALLATION = 249;
    static final int POWER_CYCLE = 285;
    static final int CONFIRMATION = 307;
    static final int LOCKING_SERVICES = 6388;

    static final int PREPARE_IDLE = 231;
    static final int PREPARE_PREPARING = 233;
    static final int PREPARE_PREPARED = 235;
    static final int PREPARE_RESUMING = 237;
    static final int INSTALL_IDLE = 271;
    static final int INSTALL_INSTALLING = 273;
    static final int INSTALL_ERROR = 275;
    static final int POWER_NOT_WAITING = 299;
    static final int POWER_WAITING = 301;
    static final int CONFIRM_NOT_WAITING = 323;
    static final int CONFIRM_WAITING = 325;

    static final int VERSION_FILE_ENUM = 331;
    static final int UPDATE_BEHAVIOR = 333;
    static final int HEALTH_ENUM = 6244;
    static final int SOFTWARE_CLASS = 408;
    static final int CLASS_FIRMWARE = 0;

    static final int TOPOLOGY_ELEMENT = 1001;
    static final int FUNCTIONAL_GROUP = 1005;
    static final int VENDOR_NAMEPLATE = 15035;
    static final int COMPONENT = 15063;
    static final int DEVICE = 1002;
    static final int DEVICE_SET = 5001;

    /** 8.4.9.5, and the input of 8.4.6.3 and 8.4.6.4. */
    static final Signature FILES = Signature.NONE.inArray("NodeIds", NodeIds.NodeId);

    /** 8.4.6.4. */
    static final Signature VALIDATE_FILES =
            FILES.out("ErrorCode", NodeIds.Int32).out("ErrorMessage", NodeIds.LocalizedText);

    /** 8.4.9.4. */
    Signature installSoftwarePackage() {
        return versionTriple().in("Hash", NodeIds.ByteString);
    }

    /** 8.4.5.5. */
    Signature getUpdateBehavior() {
        return versionTriple().out("UpdateBehavior", names.id(UPDATE_BEHAVIOR));
    }

    /** 8.4.6.3. */
    Signature getUpdateBehaviorOfFiles() {
        return FILES.out("UpdateBehavior", names.id(UPDATE_BEHAVIOR));
    }

    private static Signature versionTriple() {
        return Signature.NONE
                .in("ManufacturerUri", NodeIds.String)
                .in("SoftwareRevision", NodeIds.String)
                .inArray("PatchIdentifiers", NodeIds.String);
    }
}
