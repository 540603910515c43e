package org.millwright.simulators.plc;

import java.time.Duration;
import java.util.Map;

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

    /** The update state machines and their explaining texts. */
    UpdateView update();

    /** Idle to Preparing (8.4.8.3). Bad_InvalidState when not Idle. */
    void prepare() throws PlcRefusal;

    /** Preparing back to Idle (8.4.8.4). Bad_InvalidState when not Preparing. */
    void abortPrepare() throws PlcRefusal;

    /** PreparedForUpdate to Resuming (8.4.8.5). Bad_InvalidState when not prepared or while installing. */
    void resumeFromPrepare() throws PlcRefusal;

    /** Takes a whole transferred package into the pending slot. Bad_InvalidArgument when it does not validate. */
    void stage(byte[] packageBytes) throws PlcRefusal;

    /** Empties the pending slot (8.4.7.9). */
    void clearPending() throws PlcRefusal;

    /** The current slot's bytes as they were once transferred. */
    byte[] currentProgram();

    /** Parameters as one file; the same parameters always give the same bytes. */
    byte[] backupParameters();

    /** Bad_InvalidArgument when the bytes are no parameter file of this product. */
    void restoreParameters(byte[] file) throws PlcRefusal;

    /**
     * The UpdateBehavior bits of the pending or fallback software (OPC 10000-100 8.5.2). Bad_NotFound when neither slot
     * holds it.
     */
    int updateBehavior(String manufacturerUri, String revision) throws PlcRefusal;

    /**
     * Installs the pending or the fallback software; the state is Installing when this returns (8.4.9.4).
     * Bad_InvalidState, Bad_NotFound, Bad_InvalidArgument (hash given and different).
     */
    void install(String manufacturerUri, String revision, byte[] sha256OrEmpty) throws PlcRefusal;

    /** Installation Error to Idle (8.4.9.7). Bad_InvalidState when not in Error. */
    void resumeInstallation() throws PlcRefusal;

    /** Takes the trial software for good (8.4.11.3). Bad_InvalidState when not waiting. */
    void confirm() throws PlcRefusal;

    /** Zero switches confirmation off. Real time, never scaled: it is the client's own clock that is meant. */
    void setConfirmationTimeout(Duration timeout);

    /** Called by the server at each Write of a package transfer; a fault may answer by cutting the power or session. */
    TransferFate transferProgress(long bytesReceived);

    /** True from the moment of a fault on that makes every answer of the server late. */
    default boolean answersSlowly() {
        return false;
    }

    /** Tells the server to appear on its port and to vanish from it. Called at once with the present state. */
    void onPower(PowerListener listener);

    /** What becomes of a running transfer. */
    enum TransferFate {
        GO_ON,
        /** The server drops every session now; the transfer is lost. */
        CUT_SESSION
    }

    /** Follows the network presence of the controller. Calls come one at a time. */
    interface PowerListener {
        /** The controller's server is to accept clients. */
        void up();

        /** The controller's server is to be gone from its port, with every session and handle. */
        void down();
    }
}
