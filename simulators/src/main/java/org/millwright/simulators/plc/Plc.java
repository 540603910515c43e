package org.millwright.simulators.plc;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.millwright.simulators.config.UpdateSettings;
import org.millwright.simulators.faults.FaultKind;

/**
 * What a protocol server may ask of one simulated controller. Every call is quick and safe from any thread; the long
 * work (preparing, installing, booting) goes on by the simulation's clock and is seen through {@link #update()}.
 *
 * <p>State names and refusals follow OPC 10000-100 ch. 8; a {@link PlcRefusal} carries the status name that a server
 * has to answer with.
 */
public interface Plc {
    /** The controller's id on its line, also the last part of its endpoint's path. */
    String id();

    /** Identity as the nameplate shows it now; the revision is that of the current slot. */
    Nameplate nameplate();

    /** The process values at this instant. */
    ProcessImage process();

    /** Lets the station take parts from upstream, or not. False after every boot. */
    void setInfeedEnabled(boolean enabled);

    void setRecipe(String recipe);

    /**
     * Retained values (Long, Double or String) by name without the tag's prefix, for example TotalParts, kept over power
     * loss and software updates.
     */
    Map<String, Object> retained();

    /** Writes one retained value; refused with Bad_TypeMismatch or Bad_NodeIdUnknown. */
    void setRetained(String name, Object value) throws PlcRefusal;

    /** The three software slots; pending and fallback may be empty. */
    Slots slots();

    /** True when the controller offers a fallback slot at all, be it empty or not (OPC 10000-100 8.4.5.4). */
    default boolean hasFallbackSlot() {
        return true;
    }

    /** The shape of its update; what it does not offer is not asked for. */
    default UpdateSettings updateSettings() {
        return UpdateSettings.USUAL;
    }

    /** The update state machines and their explaining texts. */
    UpdateView update();

    /** Idle to Preparing (8.4.8.3). Bad_InvalidState when not Idle. */
    void prepare() throws PlcRefusal;

    /**
     * Preparing back to Idle (8.4.8.4), since v1.05 Resuming too. Bad_InvalidState otherwise, but a controller without
     * Resume method leaves PreparedForUpdate by it.
     */
    void abortPrepare() throws PlcRefusal;

    /** PreparedForUpdate to Resuming (8.4.8.5). Bad_InvalidState when not prepared or while installing. */
    void resumeFromPrepare() throws PlcRefusal;

    /** Whether a GenerateFileForWrite of a package may start now. Bad_InvalidState. */
    default void admitTransfer() throws PlcRefusal {}

    /** A package transfer has ended without commit: closed, timed out, or lost with its session. */
    default void transferAbandoned() {}

    /**
     * Takes a whole transferred package: into the pending slot, or with direct loading as the software that runs next.
     * Bad_InvalidArgument when it does not validate.
     */
    void stage(byte[] packageBytes) throws PlcRefusal;

    /** Empties the pending slot (8.4.7.9). */
    void clearPending() throws PlcRefusal;

    /** The current slot's bytes as they were once transferred. Bad_NotFound when there is no working software. */
    byte[] currentProgram() throws PlcRefusal;

    /** Parameters as one file; the same parameters always give the same bytes. */
    byte[] backupParameters();

    /** Bad_InvalidArgument when the bytes are no parameter file of this product. */
    void restoreParameters(byte[] file) throws PlcRefusal;

    /**
     * The UpdateBehavior bits of the pending or fallback software (OPC 10000-100 8.5.2). Bad_NotFound when neither slot
     * holds it.
     */
    int updateBehavior(String manufacturerUri, String revision) throws PlcRefusal;

    /** The bits of a software that is named with its patches. */
    default int updateBehavior(SoftwareName name) throws PlcRefusal {
        requireNoPatches(name);
        return updateBehavior(name.manufacturerUri(), name.revision());
    }

    /** The bits that hold for every software (DirectLoading 8.4.4, FileSystemLoading 8.4.6). */
    default int updateBehavior() {
        return 0;
    }

    /** {@link #install(String, String, byte[])} of a software that is named with its patches. */
    default void install(SoftwareName name, byte[] sha256OrEmpty) throws PlcRefusal {
        requireNoPatches(name);
        install(name.manufacturerUri(), name.revision(), sha256OrEmpty);
    }

    private static void requireNoPatches(SoftwareName name) throws PlcRefusal {
        if (!name.patches().isEmpty()) {
            throw PlcRefusal.notFound("no software with patches");
        }
    }

    /**
     * Installs the pending or the fallback software; the state is Installing when this returns (8.4.9.4).
     * Bad_InvalidState, Bad_NotFound, Bad_InvalidArgument (hash given and different).
     */
    void install(String manufacturerUri, String revision, byte[] sha256OrEmpty) throws PlcRefusal;

    /** Installation Error to Idle (8.4.9.7). Bad_InvalidState when not in Error. */
    void resumeInstallation() throws PlcRefusal;

    /** Takes the trial software for good (8.4.11.3). Bad_InvalidState when not waiting. */
    void confirm() throws PlcRefusal;

    /** Delays the work of the next installation, not its state (8.4.9.3). Real time, as the client means it. */
    default void setInstallationDelay(Duration delay) {}

    default Duration installationDelay() {
        return Duration.ZERO;
    }

    /** Unlocks one update when it is the right one (8.4.2.2). */
    default void writeUpdateKey(String key) {}

    /** The files of a controller with file system loading. */
    default FileStore files() {
        throw new UnsupportedOperationException("no file system loading");
    }

    /** What becomes of bytes that were written to a file; a fault may have its way with them. */
    default byte[] stored(byte[] written, byte[] before) {
        return written;
    }

    /** Installs the one package among the files; a bad one leads to Error. Bad_InvalidState. */
    default void installFiles(List<byte[]> files) throws PlcRefusal {
        throw new UnsupportedOperationException("no file system loading");
    }

    /** What keeps the files from being installed (8.4.6.4); blank for nothing. */
    default String validateFiles(List<byte[]> files) {
        throw new UnsupportedOperationException("no file system loading");
    }

    /** A person switches the controller's power off and on. Without effect while it is off. */
    default void cyclePower() {}

    /** Time of one scan of the control task, in real milliseconds; file transfers make it longer. */
    default double scanTimeMs() {
        return updateSettings().scan().baseMs();
    }

    /** A file transfer has moved that many bytes, in whatever direction. */
    default void moved(int bytes) {}

    /** Does the task a while later, or never when the power goes or a fault has it so. */
    default void later(Runnable task) {
        task.run();
    }

    /** True once when a fault takes the lock away from its owner in mid-update. */
    default boolean losesLock() {
        return false;
    }

    /** Zero switches confirmation off. Real time, never scaled: it is the client's own clock that is meant. */
    void setConfirmationTimeout(Duration timeout);

    /** Called by the server at each Write of a package transfer; a fault may answer by cutting the power or session. */
    TransferFate transferProgress(long bytesReceived);

    /** True from the moment of a fault on that makes every answer of the server late. */
    default boolean answersSlowly() {
        return false;
    }

    /** True once when that fault is armed; for a fault that the server itself acts out. */
    default boolean strikes(FaultKind fault) {
        return false;
    }

    /** Tells the server to appear on its port and to vanish from it. Called at once with the present state. */
    void onPower(PowerListener listener);

    /** What becomes of a running transfer. */
    enum TransferFate {
        GO_ON,
        /** The server drops every session now; the transfer is lost. */
        CUT_SESSION,
        /** The power goes now, with the block under way half written and taken for whole. */
        TEAR_BLOCK
    }

    /** Follows the network presence of the controller. Calls come one at a time. */
    interface PowerListener {
        /** The controller's server is to accept clients. */
        void up();

        /** The controller's server is to be gone from its port, with every session and handle. */
        void down();
    }
}
