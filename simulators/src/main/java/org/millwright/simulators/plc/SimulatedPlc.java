package org.millwright.simulators.plc;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import org.millwright.simulators.config.ControllerSettings;
import org.millwright.simulators.config.IdentitySettings;
import org.millwright.simulators.config.UpdateSettings;
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
    private final LineLock lock;
    private final Station station;
    private final FaultPlan faults;
    private final PowerFeed power = new PowerFeed();
    private final Chores chores = new Chores();
    private final FileStore files = new FileStore();
    private final ScanLoad scanLoad;
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
        this.lock = new LineLock(surroundings.lock());
        this.station = surroundings.station();
        this.faults = surroundings.faults();
        this.recipe = settings.station().recipe();
        double scale = surroundings.scale();
        this.scanLoad = new ScanLoad(settings.update().scan(), scale);
        this.updates = new UpdateMachines(
                Machines.of(
                        settings,
                        scale,
                        DeliveredSoftware.of(settings),
                        new Machines.Plant(station, power, chores, faults)),
                scale);
    }

    private <T, E extends Exception> T ask(LineLock.Request<T, E> request) throws E {
        return lock.ask(request);
    }

    private <E extends Exception> void command(LineLock.Command<E> command) throws E {
        lock.command(() -> {
            command.run();
            updates.driveStation();
        });
    }

    /** Moves the controller on by a step of the simulated clock; the caller holds the line's lock. */
    public void step(long stepMs) {
        updates.step(stepMs);
        chores.step(stepMs);
        scanLoad.step(stepMs);
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

    /** True when a task of {@link #later} is due; who gets true must call {@link #doChores} soon. */
    public boolean claimChores() {
        return chores.claim();
    }

    /** Does what is due; the caller must not hold the line's lock. */
    public void doChores() {
        chores.work();
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
    public UpdateSettings updateSettings() {
        return settings.update();
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
    public void admitTransfer() throws PlcRefusal {
        command(() -> updates.loading().admit());
    }

    @Override
    public void transferAbandoned() {
        command(() -> updates.loading().abandoned());
    }

    @Override
    public void stage(byte[] packageBytes) throws PlcRefusal {
        try {
            command(() -> updates.loading().requireCommittable());
        } catch (PlcRefusal notNow) {
            transferAbandoned();
            throw notNow;
        }
        try {
            PackageImage image = PackageImage.parse(
                    fires(FaultKind.CORRUPT_COMMIT) ? PackageTool.damaged(packageBytes) : packageBytes);
            boolean lies = fires(FaultKind.LYING_COMMIT);
            command(() -> {
                if (lies) {
                    updates.loading().pretend();
                } else {
                    updates.loading().commit(image);
                }
            });
        } catch (PlcRefusal refusal) {
            command(() -> updates.loading().rejected(refusal.reason()));
            throw refusal;
        }
    }

    private boolean fires(FaultKind kind) {
        return ask(() -> faults.fires(kind));
    }

    @Override
    public boolean strikes(FaultKind fault) {
        return fires(fault);
    }

    @Override
    public void clearPending() throws PlcRefusal {
        command(updates::clearPending);
    }

    @Override
    public byte[] currentProgram() throws PlcRefusal {
        Optional<PackageImage> current = ask(() -> updates.slots().current());
        return current.orElseThrow(() -> PlcRefusal.notFound("there is no working software"))
                .bytes();
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
        return updateBehavior(new SoftwareName(manufacturerUri, revision, List.of()));
    }

    @Override
    public int updateBehavior(SoftwareName name) throws PlcRefusal {
        return ask(() -> updates.updateBehavior(name));
    }

    @Override
    public int updateBehavior() {
        return updates.updateBehavior();
    }

    @Override
    public void install(String manufacturerUri, String revision, byte[] sha256OrEmpty) throws PlcRefusal {
        install(new SoftwareName(manufacturerUri, revision, List.of()), sha256OrEmpty);
    }

    @Override
    public void install(SoftwareName name, byte[] sha256OrEmpty) throws PlcRefusal {
        command(() -> updates.install(name, sha256OrEmpty));
    }

    @Override
    public void installFiles(List<byte[]> contents) throws PlcRefusal {
        FilePackage found = FilePackage.among(contents, settings.identity());
        command(() -> updates.installFiles(found.image()));
    }

    @Override
    public String validateFiles(List<byte[]> contents) {
        return FilePackage.among(contents, settings.identity()).flaw();
    }

    @Override
    public FileStore files() {
        return files;
    }

    @Override
    public byte[] stored(byte[] written, byte[] before) {
        if (fires(FaultKind.LYING_COMMIT)) {
            return before;
        }
        return fires(FaultKind.CORRUPT_COMMIT) ? PackageTool.damaged(written) : written;
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
        command(() -> updates.setConfirmationTimeout(timeout));
    }

    @Override
    public void setInstallationDelay(Duration delay) {
        command(() -> updates.setInstallationDelay(delay));
    }

    @Override
    public Duration installationDelay() {
        return ask(updates::installationDelay);
    }

    @Override
    public void writeUpdateKey(String key) {
        command(() -> updates.key().write(key));
    }

    @Override
    public void cyclePower() {
        command(updates::cyclePower);
    }

    /** The percentage of a fault is of the installed package's size: the coming one's is not known here. */
    @Override
    public TransferFate transferProgress(long bytesReceived) {
        return ask(() -> {
            TransferFate fate = updates.received(bytesReceived);
            updates.driveStation();
            return fate;
        });
    }

    @Override
    public double scanTimeMs() {
        return ask(scanLoad::scanMs);
    }

    @Override
    public void moved(int bytes) {
        command(() -> scanLoad.moved(bytes));
    }

    @Override
    public void later(Runnable task) {
        command(() -> {
            if (!faults.fires(FaultKind.STICK_COMPLETION)) {
                chores.add(task);
            }
        });
    }

    @Override
    public boolean losesLock() {
        return ask(updates::losesLock);
    }

    /** The listener is called before this returns. */
    @Override
    public void onPower(PowerListener listener) {
        command(() -> power.add(listener));
        power.tell();
    }
}
