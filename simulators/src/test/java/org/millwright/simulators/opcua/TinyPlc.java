package org.millwright.simulators.opcua;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.millwright.simulators.plc.Nameplate;
import org.millwright.simulators.plc.Plc;
import org.millwright.simulators.plc.PlcRefusal;
import org.millwright.simulators.plc.ProcessImage;
import org.millwright.simulators.plc.Slots;
import org.millwright.simulators.plc.Slots.Software;
import org.millwright.simulators.plc.UpdateView;
import org.millwright.simulators.plc.UpdateView.Health;
import org.millwright.simulators.plc.UpdateView.Installation;
import org.millwright.simulators.plc.UpdateView.Prepare;

/**
 * The smallest controller with the update rules of OPC 10000-100, moved on by the test and not by time. A package is
 * the text "revision:" and a revision.
 */
final class TinyPlc implements Plc {
    static final String MAKER_URI = "urn:tiny:maker";
    static final String OLD = "1.0";

    private final Map<String, Object> retained = new HashMap<>(Map.of("TotalParts", 7L, "ToolWear", 1.5, "Note", "x"));
    private @Nullable PowerListener power;
    private Software current = software(OLD);
    private @Nullable Software pending;
    private @Nullable Software fallback;
    private byte[] program = packageBytes(OLD);
    private byte[] pendingProgram = new byte[0];
    private byte[] parameters = "speed=1".getBytes(UTF_8);
    private Prepare prepare = Prepare.IDLE;
    private Installation installation = Installation.IDLE;
    private boolean waiting;
    private Duration confirmationTimeout = Duration.ZERO;
    private Duration installationDelay = Duration.ZERO;
    private String errorMessage = "";
    private boolean infeed;
    private String recipe = "A";
    private int parts = 3;
    private long cutAtBytes = Long.MAX_VALUE;
    private volatile boolean slow;

    static byte[] packageBytes(String revision) {
        return ("revision:" + revision).getBytes(UTF_8);
    }

    private static Software software(String revision) {
        return new Software("Tiny Maker", MAKER_URI, "TP-1", revision, "00ff" + "ab".repeat(30));
    }

    synchronized void setParts(int newParts) {
        parts = newParts;
    }

    synchronized void cutTransferAt(long bytes) {
        cutAtBytes = bytes;
    }

    void setSlow() {
        slow = true;
    }

    void powerOff() {
        listener().down();
    }

    void powerOn() {
        listener().up();
    }

    /** Power goes and comes back with the newly installed software. */
    void rebootIntoNewSoftware() {
        listener().down();
        synchronized (this) {
            fallback = current;
            current = Optional.ofNullable(pending).orElseThrow();
            program = pendingProgram;
            pending = null;
            installation = Installation.IDLE;
            prepare = Prepare.PREPARED_FOR_UPDATE;
            waiting = !confirmationTimeout.isZero();
        }
        listener().up();
    }

    /** What the boot guard does when nobody has confirmed. */
    void rebootIntoOldSoftware() {
        listener().down();
        synchronized (this) {
            current = Optional.ofNullable(fallback).orElseThrow();
            program = packageBytes(current.revision());
            waiting = false;
            confirmationTimeout = Duration.ZERO;
        }
        listener().up();
    }

    private synchronized PowerListener listener() {
        return Optional.ofNullable(power).orElseThrow();
    }

    @Override
    public String id() {
        return "tiny";
    }

    @Override
    public boolean answersSlowly() {
        return slow;
    }

    @Override
    public synchronized Nameplate nameplate() {
        return new Nameplate("Tiny Maker", MAKER_URI, "TP-1", "Tiny One", "3", current.revision(), "S-1");
    }

    @Override
    public synchronized ProcessImage process() {
        return new ProcessImage("Execute", infeed, parts, 100, 2, 1500.0, List.of("jam", "hot"), recipe);
    }

    @Override
    public synchronized void setInfeedEnabled(boolean enabled) {
        infeed = enabled;
    }

    @Override
    public synchronized void setRecipe(String newRecipe) {
        recipe = newRecipe;
    }

    @Override
    public synchronized Map<String, Object> retained() {
        return Map.copyOf(retained);
    }

    @Override
    public synchronized void setRetained(String name, Object value) {
        retained.put(name, value);
    }

    @Override
    public synchronized Slots slots() {
        return new Slots(current, Optional.ofNullable(pending), Optional.ofNullable(fallback));
    }

    @Override
    public synchronized UpdateView update() {
        return new UpdateView(
                prepare, 0, installation, 0, waiting, confirmationTimeout, "all well", 0, errorMessage, Health.NORMAL);
    }

    @Override
    public synchronized void prepare() throws PlcRefusal {
        demand(prepare == Prepare.IDLE);
        prepare = Prepare.PREPARED_FOR_UPDATE;
    }

    @Override
    public synchronized void abortPrepare() throws PlcRefusal {
        demand(prepare == Prepare.PREPARING);
        prepare = Prepare.IDLE;
    }

    @Override
    public synchronized void resumeFromPrepare() throws PlcRefusal {
        demand(prepare == Prepare.PREPARED_FOR_UPDATE);
        prepare = Prepare.IDLE;
    }

    @Override
    public synchronized void stage(byte[] packageBytes) throws PlcRefusal {
        String text = new String(packageBytes, UTF_8);
        if (!text.startsWith("revision:")) {
            errorMessage = "no revision in the package";
            throw new PlcRefusal("Bad_InvalidArgument", errorMessage);
        }
        pendingProgram = packageBytes.clone();
        pending = software(text.substring("revision:".length()).strip());
    }

    @Override
    public synchronized void clearPending() {
        pending = null;
    }

    @Override
    public synchronized byte[] currentProgram() {
        return program.clone();
    }

    @Override
    public synchronized byte[] backupParameters() {
        return parameters.clone();
    }

    @Override
    public synchronized void restoreParameters(byte[] file) {
        parameters = file.clone();
    }

    @Override
    public synchronized int updateBehavior(String manufacturerUri, String revision) throws PlcRefusal {
        demandPending(manufacturerUri, revision);
        return 0b11010;
    }

    @Override
    public synchronized void install(String manufacturerUri, String revision, byte[] sha256OrEmpty) throws PlcRefusal {
        demand(prepare == Prepare.PREPARED_FOR_UPDATE);
        demandPending(manufacturerUri, revision);
        installation = Installation.INSTALLING;
    }

    @Override
    public synchronized void resumeInstallation() throws PlcRefusal {
        demand(installation == Installation.ERROR);
    }

    @Override
    public synchronized void confirm() throws PlcRefusal {
        demand(waiting);
        waiting = false;
        confirmationTimeout = Duration.ZERO;
    }

    @Override
    public synchronized void setConfirmationTimeout(Duration timeout) {
        confirmationTimeout = timeout;
    }

    @Override
    public synchronized void setInstallationDelay(Duration delay) {
        installationDelay = delay;
    }

    @Override
    public synchronized Duration installationDelay() {
        return installationDelay;
    }

    @Override
    public synchronized TransferFate transferProgress(long bytesReceived) {
        return bytesReceived >= cutAtBytes ? TransferFate.CUT_SESSION : TransferFate.GO_ON;
    }

    @Override
    public void onPower(PowerListener listener) {
        synchronized (this) {
            power = listener;
        }
        listener.up();
    }

    private static void demand(boolean allowed) throws PlcRefusal {
        if (!allowed) {
            throw new PlcRefusal("Bad_InvalidState", "not in this state");
        }
    }

    private void demandPending(String manufacturerUri, String revision) throws PlcRefusal {
        if (pending == null
                || !pending.manufacturerUri().equals(manufacturerUri)
                || !pending.revision().equals(revision)) {
            throw new PlcRefusal("Bad_NotFound", "no such software");
        }
    }
}
