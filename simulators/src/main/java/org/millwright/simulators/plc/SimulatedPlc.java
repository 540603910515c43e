package org.millwright.simulators.plc;

import java.time.Duration;
import java.util.Map;
import org.millwright.simulators.config.ControllerSettings;

/** A controller whose every second is the simulation's. */
public final class SimulatedPlc implements Plc {
    private final ControllerSettings settings;

    public SimulatedPlc(ControllerSettings settings) {
        this.settings = settings;
    }

    @Override
    public String id() {
        return settings.id();
    }

    @Override
    public Nameplate nameplate() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ProcessImage process() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setInfeedEnabled(boolean enabled) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setRecipe(String recipe) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, Object> retained() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setRetained(String name, Object value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Slots slots() {
        throw new UnsupportedOperationException();
    }

    @Override
    public UpdateView update() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void prepare() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void abortPrepare() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void resumeFromPrepare() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void stage(byte[] packageBytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void clearPending() {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] currentProgram() {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] backupParameters() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void restoreParameters(byte[] file) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int updateBehavior(String manufacturerUri, String revision) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void install(String manufacturerUri, String revision, byte[] sha256OrEmpty) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void resumeInstallation() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void confirm() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setConfirmationTimeout(Duration timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public TransferFate transferProgress(long bytesReceived) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void onPower(PowerListener listener) {
        throw new UnsupportedOperationException();
    }
}
