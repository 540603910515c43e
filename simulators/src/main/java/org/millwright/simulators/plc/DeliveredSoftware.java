package org.millwright.simulators.plc;

import org.millwright.simulators.config.ControllerSettings;
import org.millwright.simulators.config.IdentitySettings;

/** The software that a controller comes with. */
final class DeliveredSoftware {
    private DeliveredSoftware() {}

    static PackageImage of(ControllerSettings settings) {
        IdentitySettings identity = settings.identity();
        try {
            return PackageTool.build(
                    new PackageTool.Fields(
                            identity.manufacturer(),
                            identity.manufacturerUri(),
                            identity.productCode(),
                            settings.software().revision(),
                            Integer.toString(identity.hardwareRevision()),
                            "",
                            settings.software().patch()),
                    settings.software().packageBytes());
        } catch (PlcRefusal bad) {
            throw new IllegalArgumentException("controller %s: %s".formatted(settings.id(), bad.reason()), bad);
        }
    }
}
