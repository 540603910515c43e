package org.millwright.simulators.plc;

import java.util.List;
import java.util.Optional;
import org.millwright.simulators.config.IdentitySettings;

/**
 * The one package among the files of an installation. Files that do not begin like a package are its companions and
 * nobody's matter.
 *
 * @param flaw what is wrong, blank when there is exactly one usable package
 */
record FilePackage(Optional<PackageImage> image, String flaw) {
    static FilePackage among(List<byte[]> files, IdentitySettings own) {
        FilePackage found = new FilePackage(Optional.empty(), "there is no package among the files");
        for (byte[] file : files) {
            if (!PackageImage.looksLikeOne(file)) {
                continue;
            }
            if (found.image.isPresent()) {
                return new FilePackage(Optional.empty(), "there is more than one package among the files");
            }
            found = of(file, own);
            if (found.image.isEmpty()) {
                return found;
            }
        }
        return found;
    }

    private static FilePackage of(byte[] file, IdentitySettings own) {
        try {
            PackageImage image = PackageImage.parse(file);
            image.header().requireFits(own);
            return new FilePackage(Optional.of(image), "");
        } catch (PlcRefusal refusal) {
            return new FilePackage(Optional.empty(), refusal.reason());
        }
    }
}
