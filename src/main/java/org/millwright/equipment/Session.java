package org.millwright.equipment;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.millwright.plant.Identity;
import org.millwright.plant.Software;
import org.millwright.plant.Tag;

/**
 * A connection to one controller: everything that an upgrade may ask of it. Calls block, keep their limit and throw
 * {@link EquipmentException}; a session that threw UNREACHABLE, TIMED_OUT or BROKEN_PROTOCOL is dead and is to be closed.
 * Requests that change something carry a {@link Fence}; they return when the controller has accepted, the end of long
 * work is seen by {@link #observe}.
 */
public interface Session extends AutoCloseable {
    Identity identify(Duration limit) throws EquipmentException;

    Capabilities capabilities(Duration limit) throws EquipmentException;

    UpdateState observe(Duration limit) throws EquipmentException;

    /** The controller's clock and until when this connection's certificates are valid. */
    Facts facts(Duration limit) throws EquipmentException;

    /** Reads process values at one moment; refused when a wanted tag has no address. */
    Map<Tag, TagValue> read(Set<Tag> tags, Duration limit) throws EquipmentException;

    void write(Fence fence, Tag tag, TagValue value, Duration limit) throws EquipmentException;

    /** All retained values by name. */
    Map<String, TagValue> retained(Duration limit) throws EquipmentException;

    void restoreRetained(Fence fence, Map<String, TagValue> values, Duration limit) throws EquipmentException;

    /**
     * Sends a package into the pending slot and commits it; the controller goes on producing. Returns when the pending
     * slot names the software; a slot that names it already, with its hash, is left as it is. Nothing is kept of a
     * transfer that did not end.
     *
     * @param sent told the bytes sent so far, from the calling thread
     * @throws EquipmentException REFUSED with the controller's own reason when the package does not validate there
     */
    void stage(Fence fence, Image image, LongConsumer sent, Duration limit) throws EquipmentException, IOException;

    /** What installing this staged or fallback software does; without a pending slot, what installing any does. */
    UpdateBehavior behavior(Software software, Duration limit) throws EquipmentException;

    /** Asks the controller to stop and get ready. Seen by {@link UpdateState#preparation()}. */
    void prepare(Fence fence, Duration limit) throws EquipmentException;

    /** Leaves preparation: aborts it when still preparing, resumes when prepared. */
    void resume(Fence fence, Duration limit) throws EquipmentException;

    /**
     * Starts installing staged or fallback software. Where taking software is installing it, sends it too and returns
     * when the controller has taken all of it; a transfer that ends before leaves the controller without software.
     *
     * @param sent told the bytes sent so far, from the calling thread
     */
    void install(Fence fence, Order order, LongConsumer sent, Duration limit) throws EquipmentException, IOException;

    /** Leaves the installation's error state. */
    void acknowledgeError(Fence fence, Duration limit) throws EquipmentException;

    void confirm(Fence fence, Duration limit) throws EquipmentException;

    /**
     * Lets other applications at the controller again. Commands keep them off by themselves, where the controller offers
     * that (OPC 10000-100 ch. 7); nothing happens when nobody is kept off.
     */
    void unlock(Fence fence, Duration limit) throws EquipmentException;

    /**
     * Has {@code changed} called, from any thread, whenever {@link #observe} may show something new, as long as the
     * session lives.
     *
     * @return false when the controller does not offer that; then it is to be looked at again and again
     */
    boolean watch(Runnable changed, Duration limit) throws EquipmentException;

    /** Reads the installed program, byte for byte as it was once staged. REFUSED when it cannot be read. */
    void readProgram(OutputStream to, Duration limit) throws EquipmentException, IOException;

    /** Reads the parameter file. */
    void readParameters(OutputStream to, Duration limit) throws EquipmentException, IOException;

    void restoreParameters(Fence fence, InputStream from, Duration limit) throws EquipmentException, IOException;

    /** Never throws, never blocks for long. */
    @Override
    void close();

    /**
     * What matters to the assessment besides software.
     *
     * @param clock the controller's own time
     * @param certificateEnd of the certificate that ends first; empty when the connection rests on none
     */
    record Facts(Instant clock, Optional<CertificateEnd> certificateEnd) {}

    /**
     * When a certificate ends that a connection rests on.
     *
     * @param whose in words that "ends at" can follow
     */
    record CertificateEnd(String whose, Instant at) {}
}
