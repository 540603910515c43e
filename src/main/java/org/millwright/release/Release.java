package org.millwright.release;

import java.util.List;
import java.util.Optional;

/**
 * Packages for a whole line: the only thing that can be installed.
 *
 * @param manifest hash of release.json as it was read
 */
public record Release(String name, Sha256 manifest, List<SoftwarePackage> packages) {
    public Release {
        packages = List.copyOf(packages);
    }

    /** The package for a product; a release has at most one. */
    public Optional<SoftwarePackage> packageFor(String manufacturerUri, String productCode) {
        return packages.stream()
                .filter(p -> p.software().manufacturerUri().equals(manufacturerUri)
                        && p.software().productCode().equals(productCode))
                .findFirst();
    }
}
