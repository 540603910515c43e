package org.millwright.plan;

import java.util.Optional;
import org.millwright.release.SoftwarePackage;

/**
 * How a controller would come back to the software that it runs now.
 *
 * @param archived the package, for ARCHIVED_PACKAGE only
 */
public record WayBack(ProgramSource source, Optional<SoftwarePackage> archived) {
    static WayBack of(ProgramSource source) {
        return new WayBack(source, Optional.empty());
    }
}
