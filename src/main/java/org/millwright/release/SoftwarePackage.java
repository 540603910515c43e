package org.millwright.release;

import org.millwright.plant.Revision;
import org.millwright.plant.Software;

/**
 * One software file for one kind of controller.
 *
 * @param file name beside the manifest
 * @param bytes size of the file, 1 or more
 * @param hardware revisions that it fits
 * @param minimumInstalled oldest installed revision that it may replace
 */
public record SoftwarePackage(
        Software software, String file, Sha256 sha256, long bytes, HardwareRange hardware, Revision minimumInstalled) {
    public SoftwarePackage {
        if (bytes < 1) {
            throw new IllegalArgumentException("a package has 1 byte or more, not " + bytes);
        }
    }

    /** Hardware revisions from lowest to highest, both included. */
    public record HardwareRange(Revision lowest, Revision highest) {
        public boolean includes(Revision hardware) {
            return lowest.compareTo(hardware) <= 0 && hardware.compareTo(highest) <= 0;
        }

        @Override
        public String toString() {
            return lowest + ".." + highest;
        }
    }
}
