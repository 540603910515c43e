package org.millwright.simulators.plc;

/** Why something failed, as VendorErrorCode (0 is none) and the text for people (OPC 10000-100 8.4.1.8, 8.4.1.13). */
enum VendorError {
    NONE(0, ""),
    PREPARE_REFUSED(1001, "Preparation refused: a guard door is open; close it and prepare again"),
    SOFTWARE_REFUSED(2001, "Installation of %s failed: the controller refuses this software; %s is still installed"),
    FLASH_FAILED(2002, "Installation of %s failed: error while writing the program memory; %s is still installed"),
    POWER_LOST(2003, "Installation of %s failed: power was lost; %s is still installed"),
    BAD_PACKAGE(2004, "Installation failed: no usable package among the files; %2$s is still installed"),
    TRANSFER_CUT(2101, "No working software: the transfer ended before the package was complete; send it again"),
    TRANSFER_POWER_LOST(2102, "No working software: power was lost during the transfer; send the package again"),
    PACKAGE_REJECTED(2103, "No working software: the package that was sent is not usable; send another one"),
    NO_BOOT(3001, "%s did not boot: the boot guard went back to %s"),
    BOOT_LOOP(3002, "%s died after each of three boots: the boot guard went back to %s"),
    NOT_CONFIRMED(3003, "%s was not confirmed in time: went back to %s");

    private final int code;
    private final String text;

    VendorError(int code, String text) {
        this.code = code;
        this.text = text;
    }

    int code() {
        return code;
    }

    /** The text for people; some kinds name the software that failed and the one that runs. */
    String text(String failed, String running) {
        return text.formatted(failed, running);
    }
}
