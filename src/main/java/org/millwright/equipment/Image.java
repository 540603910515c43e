package org.millwright.equipment;

import java.io.IOException;
import java.io.InputStream;
import org.millwright.plant.Software;
import org.millwright.release.Sha256;

/**
 * One package ready to be sent.
 *
 * @param bytes size of the content
 * @param content read as a stream, never as a whole
 * @param bytesPerSecond how fast the content comes; blocks are kept small enough that they leave evenly
 */
public record Image(Software software, Sha256 sha256, long bytes, Content content, long bytesPerSecond) {
    /** Of an image that nothing holds back. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    public Image(Software software, Sha256 sha256, long bytes, Content content) {
        this(software, sha256, bytes, content, UNLIMITED);
    }

    /** Opens the package's bytes from the first one on; the caller closes the stream. */
    @FunctionalInterface
    public interface Content {
        InputStream open() throws IOException;
    }
}
