package org.millwright.equipment;

import java.nio.file.Path;
import org.millwright.plant.Software;
import org.millwright.release.Sha256;

/**
 * One package ready to be sent.
 *
 * @param file in the content store; read as a stream, never as a whole
 * @param bytes size of the file
 */
public record Image(Software software, Sha256 sha256, long bytes, Path file) {}
