package org.millwright.release;

import java.util.List;
import org.millwright.plant.Software;

/** Every package that was ever delivered to the plant, by what it is. */
@FunctionalInterface
public interface Archive {
    /**
     * Packages of exactly this software, each with its bytes in the content store; several when it was delivered with
     * different bytes. What is damaged or cannot be read is left out: it could not be sent either.
     */
    List<SoftwarePackage> find(Software software) throws StoreException;
}
