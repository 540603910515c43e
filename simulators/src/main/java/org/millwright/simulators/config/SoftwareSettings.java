package org.millwright.simulators.config;

/**
 * What a controller runs at the start, and how it treats software.
 *
 * @param revision of the software installed at the start
 * @param packageBytes payload size of that software's package
 * @param keepsParameters false when an installation puts the parameters to factory values
 * @param fallbackSlot true when the replaced software stays installable
 * @param patch the patch identifier that this software has; blank for none
 */
public record SoftwareSettings(
        String revision, int packageBytes, boolean keepsParameters, boolean fallbackSlot, String patch) {

    /** A software without patches. */
    public SoftwareSettings(String revision, int packageBytes, boolean keepsParameters, boolean fallbackSlot) {
        this(revision, packageBytes, keepsParameters, fallbackSlot, "");
    }
}
