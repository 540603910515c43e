package org.millwright.simulators.plc;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import org.millwright.simulators.config.ControllerSettings;
import org.millwright.simulators.config.IdentitySettings;
import org.millwright.simulators.faults.Fault;
import org.millwright.simulators.faults.FaultKind;
import org.millwright.simulators.faults.FaultPlan;
import org.millwright.simulators.process.Station;
import org.millwright.simulators.process.StationView;

/**
 * A controller whose every second is the simulation's.
 *
 * <p>Locking: all state of a line is guarded by one lock. Each request here takes it, does a bounded bit of work and gives
 * it back; hashing of packages and calls of power listeners happen without it. Nothing foreign is ever called under it, so
 * a listener may call the controller.
 */
public final class SimulatedPlc implements Plc {
    private static final int MAX_RECIPE_CHARS = 200;

    private final ControllerSettings settings;
    private final Lock lock;
    private final Station station;
    private final FaultPlan faults;
    private final PowerFeed power = new PowerFeed();
    private final UpdateMachines updates;
    private String recipe;

    /**
     * What the line gives each of its controllers.
     *
     * @param lock the line's one lock
     * @param scale simulated seconds in one real second
     */
    public record Surroundings(Lock lock, double scale, Station station, FaultPlan faults) {}

    public SimulatedPlc(ControllerSettings settings, Surroundings surroundings) {
        this.settings = settings;
        this.lock = surroundings.lock();
        this.station = surroundings.station();
        this.faults = surroundings.faults();
        this.recipe = settings.station().recipe();
        this.updates = new UpdateMachines(
                settings,
                surroundings.scale(),
                installedAtStart(settings),
                new UpdateMachines.Plant(station, power, faults));
    }

    private static PackageImage installedAtStart(ControllerSettings settings) {
        IdentitySettings identity = settings.identity();
        try {
            return PackageTool.build(
                    new PackageTool.Fields(
                            identity.manufacturer(),
                            identity.manufacturerUri(),
                            identity.productCode(),
                            settings.software().revision(),
                            Integer.toString(identity.hardwareRevision()),
                            ""),
                    settings.software().packageBytes());
        } catch (PlcRefusal bad) {
            throw new IllegalArgumentException("controller %s: %s".formatted(settings.id(), bad.reason()), bad);
        }
    }

    private interface Request<T, E extends Exception> {
        T run() throws E;
    }

    private interface Command<E extends Exception> {
        void run() throws E;
    }

    private <T, E extends Exception> T ask(Request<T, E> request) throws E {
        lock.lock();
        try {
            return request.run();
        } finally {
            lock.unlock();
        }
    }

    private <E extends Exception> void command(Command<E> command) throws E {
        lock.lock();
        try {
            command.run();
            updates.driveStation();
        } finally {
            lock.unlock();
        }
    }

    /** Moves the controller on by a step of the simulated clock; the caller holds the line's lock. */
    public void step(long stepMs) {
        updates.step(stepMs);
    }

    /** Arms one more fault. */
    public void inject(Fault fault) {
        command(() -> faults.arm(fault));
    }

    /** True when power listeners have something to be told; who gets true must call {@link #tellPower} soon. */
    public boolean claimPowerNews() {
        return power.claim();
    }

    /** Calls the power listeners; the caller must not hold the line's lock. */
    public void tellPower() {
        power.tell();
    }

    @Override
    public String id() {
        return settings.id();
    }

    @Override
    public boolean answersSlowly() {
        return ask(() -> faults.isArmed(FaultKind.SLOW_ANSWERS));
    }

    @Override
    public Nameplate nameplate() {
        IdentitySettings identity = settings.identity();
        return new Nameplate(
                identity.manufacturer(),
                identity.manufacturerUri(),
                identity.productCode(),
                identity.model(),
                Integer.toString(identity.hardwareRevision()),
                slots().current().revision(),
                identity.serialNumber());
    }

    @Override
    public ProcessImage process() {
        return ask(() -> {
            StationView view = station.view();
            return new ProcessImage(
                    view.state(),
                    view.infeedEnabled(),
                    view.parts(),
                    view.cycleCount(),
                    view.rejectCount(),
                    view.lastCycleMs(),
                    view.alarms(),
                    recipe);
        });
    }

    /** Without effect while the controller is off. */
    @Override
    public void setInfeedEnabled(boolean enabled) {
        command(() -> station.setInfeedEnabled(enabled && updates.isOn()));
    }

    /** Keeps the first 200 characters, as a controller's text of fixed length does. */
    @Override
    public void setRecipe(String wanted) {
        command(() -> recipe = wanted.substring(0, Math.min(wanted.length(), MAX_RECIPE_CHARS)));
    }

    @Override
    public Map<String, Object> retained() {
        return ask(() -> updates.retained().all());
    }

    @Override
    public void setRetained(String name, Object value) throws PlcRefusal {
        command(() -> updates.retained().set(name, value));
    }

    @Override
    public Slots slots() {
        return ask(() -> updates.slots().view());
    }

    @Override
    public boolean hasFallbackSlot() {
        return settings.software().fallbackSlot();
    }

    @Override
    public UpdateView update() {
        return ask(updates::view);
    }

    @Override
    public void prepare() throws PlcRefusal {
        command(updates::prepare);
    }

    @Override
    public void abortPrepare() throws PlcRefusal {
        command(updates::abortPrepare);
    }

    @Override
    public void resumeFromPrepare() throws PlcRefusal {
        command(updates::resumeFromPrepare);
    }

    @Override
    public void stage(byte[] packageBytes) throws PlcRefusal {
        boolean corrupt = ask(() -> {
            updates.requirePendingFree();
            return faults.fires(FaultKind.CORRUPT_COMMIT);
        });
        try {
            PackageImage image = PackageImage.parse(corrupt ? damaged(packageBytes) : packageBytes);
            command(() -> updates.stage(image));
        } catch (PlcRefusal refusal) {
            command(() -> updates.stageRefused(refusal.reason()));
            throw refusal;
        }
    }

    private static byte[] damaged(byte[] bytes) {
        byte[] damaged = bytes.clone();
        if (damaged.length > 0) {
            damaged[damaged.length - 1] ^= 0x20;
        }
        return damaged;
    }

    @Override
    public void clearPending() throws PlcRefusal {
        command(updates::clearPending);
    }

    @Override
    public byte[] currentProgram() {
        PackageImage current = ask(() -> updates.slots().current());
        return current.bytes();
    }

    @Override
    public byte[] backupParameters() {
        return ask(updates::backupParameters);
    }

    @Override
    public void restoreParameters(byte[] file) throws PlcRefusal {
        command(() -> updates.restoreParameters(file));
    }

    @Override
    public int updateBehavior(String manufacturerUri, String revision) throws PlcRefusal {
        return ask(() -> updates.updateBehavior(manufacturerUri, revision));
    }

    @Override
    public void install(String manufacturerUri, String revision, byte[] sha256OrEmpty) throws PlcRefusal {
        command(() -> updates.install(manufacturerUri, revision, sha256OrEmpty));
    }

    @Override
    public void resumeInstallation() throws PlcRefusal {
        command(updates::resumeInstallation);
    }

    @Override
    public void confirm() throws PlcRefusal {
        command(updates::confirm);
    }

    @Override
    public void setConfirmationTimeout(Duration timeout) {
        command(() -> updates.confirmation().setTimeout(timeout));
    }

    /** The percentage of cut-transfer is of the installed package's size: the coming one's is not known here. */
    @Override
    public TransferFate transferProgress(long bytesReceived) {
        return ask(() -> {
            double percent = 100.0 * bytesReceived / updates.slots().current().size();
            return faults.firesAt(FaultKind.CUT_TRANSFER, percent).isPresent()
                    ? TransferFate.CUT_SESSION
                    : TransferFate.GO_ON;
        });
    }

    /** The listener is called before this returns. */
    @Override
    public void onPower(PowerListener listener) {
        command(() -> power.add(listener));
        power.tell();
    }
}
