package org.millwright.simulators;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator.SplittableGenerator;
import java.util.random.RandomGeneratorFactory;
import org.millwright.simulators.config.ControllerSettings;
import org.millwright.simulators.config.LineFile;
import org.millwright.simulators.config.Login;
import org.millwright.simulators.config.ModbusSettings;
import org.millwright.simulators.config.ServerSettings;
import org.millwright.simulators.faults.Fault;
import org.millwright.simulators.faults.FaultPlan;
import org.millwright.simulators.plc.Plc;
import org.millwright.simulators.plc.SimulatedPlc;
import org.millwright.simulators.process.LineProcess;
import org.millwright.simulators.process.SimulationClock;
import org.millwright.simulators.process.Ticker;

/**
 * A running simulated line: its controllers, its stations and the clock that drives them.
 *
 * <p>One lock guards all of a line. Each step of the clock takes it for the stations and then the controllers, in the order
 * of the file, gives it back, and only then lets the power listeners be told.
 */
public final class SimulatedLine implements AutoCloseable {
    private final LineFile file;
    private final boolean anyPort;
    private final Executor teller;
    private final Lock lock = new ReentrantLock();
    private final LineProcess process;
    private final List<SimulatedPlc> plcs = new ArrayList<>();
    private final SimulationClock clock;
    private Optional<Ticker> ticker = Optional.empty();

    private SimulatedLine(LineFile file, Options options, Executor teller) throws Fault.BadFault {
        this.file = file;
        this.anyPort = options.anyPort();
        this.teller = teller;
        double scale = options.scale().orElse(file.scale());
        SplittableGenerator random = (SplittableGenerator) RandomGeneratorFactory.of("L64X128MixRandom")
                .create(options.seed().orElse(file.seed()));
        this.process = new LineProcess(
                file.controllers().stream().map(ControllerSettings::station).toList(), random);
        List<Fault> faults = new ArrayList<>(file.faults());
        for (String text : options.faults()) {
            faults.add(file.fault(text));
        }
        for (int index = 0; index < file.controllers().size(); index++) {
            ControllerSettings settings = file.controllers().get(index);
            FaultPlan own = new FaultPlan(faults.stream()
                    .filter(fault -> fault.controller().equals(settings.id()))
                    .toList());
            plcs.add(new SimulatedPlc(
                    settings,
                    new SimulatedPlc.Surroundings(
                            lock, scale, process.stations().get(index), own)));
        }
        this.clock = new SimulationClock(scale, this::step);
    }

    /**
     * Starts the line on the machine's clock; it produces at once.
     *
     * @throws Fault.BadFault when a fault of the options cannot be used
     */
    public static SimulatedLine start(LineFile file, Options options) throws Fault.BadFault {
        SimulatedLine line = new SimulatedLine(
                file,
                options,
                task -> Thread.ofVirtual().name("power-" + file.line()).start(task));
        line.ticker = Optional.of(Ticker.start("simulation-" + file.line(), line.clock::realTime));
        return line;
    }

    /**
     * The line on a clock that only {@link #advance} moves; power listeners are then called by its caller.
     *
     * @throws Fault.BadFault when a fault of the options cannot be used
     */
    public static SimulatedLine byHand(LineFile file, Options options) throws Fault.BadFault {
        return new SimulatedLine(file, options, Runnable::run);
    }

    public String id() {
        return file.line();
    }

    /** In the order of the parts' flow. */
    public List<Controller> controllers() {
        List<Controller> controllers = new ArrayList<>();
        for (int index = 0; index < plcs.size(); index++) {
            ControllerSettings settings = file.controllers().get(index);
            controllers.add(new Controller(
                    plcs.get(index),
                    anyPort ? 0 : settings.port(),
                    settings.login(),
                    settings.server(),
                    settings.modbus()));
        }
        return controllers;
    }

    /** Moves a line on by that much simulated time, in whole steps; only for a line started by hand. */
    public void advance(Duration simulated) {
        if (ticker.isPresent()) {
            throw new IllegalStateException("the machine's clock drives this line");
        }
        clock.simulatedTime(simulated);
    }

    /**
     * Arms one more fault, written as on the command line.
     *
     * @throws Fault.BadFault when it cannot be used
     */
    public void inject(String fault) throws Fault.BadFault {
        Fault parsed = file.fault(fault);
        plcs.stream().filter(plc -> plc.id().equals(parsed.controller())).forEach(plc -> plc.inject(parsed));
    }

    /**
     * A person switches one controller's power off and on.
     *
     * @throws IllegalArgumentException when the line has no such controller
     */
    public void cyclePower(String controller) {
        plcs.stream()
                .filter(plc -> plc.id().equals(controller))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no controller '%s', there are: %s".formatted(controller, String.join(", ", ids(file)))))
                .cyclePower();
    }

    /** Stops the clock: nothing moves any more. Servers are their owners' to close. */
    @Override
    public void close() {
        ticker.ifPresent(Ticker::close);
    }

    private void step() {
        lock.lock();
        try {
            process.step(SimulationClock.STEP_MS);
            plcs.forEach(plc -> plc.step(SimulationClock.STEP_MS));
        } finally {
            lock.unlock();
        }
        for (SimulatedPlc plc : plcs) {
            if (plc.claimPowerNews()) {
                teller.execute(plc::tellPower);
            }
            if (plc.claimChores()) {
                teller.execute(plc::doChores);
            }
        }
    }

    private static List<String> ids(LineFile file) {
        return file.controllers().stream().map(ControllerSettings::id).toList();
    }

    /**
     * A controller and where its server is to be found.
     *
     * @param port wanted TCP port on loopback, 0 for any free one
     * @param login the one account that may connect; empty when anyone may
     * @param server how its OPC UA server looks
     * @param modbus how it speaks Modbus TCP; empty when it speaks OPC UA
     */
    public record Controller(
            Plc plc, int port, Optional<Login> login, ServerSettings server, Optional<ModbusSettings> modbus) {}

    /**
     * What the command line may change.
     *
     * @param anyPort true to ask for port 0 everywhere
     * @param scale instead of the file's
     * @param seed instead of the file's
     * @param faults besides the file's, written as on the command line
     */
    public record Options(boolean anyPort, OptionalDouble scale, OptionalLong seed, List<String> faults) {
        public Options {
            faults = List.copyOf(faults);
        }

        /** Nothing changed. */
        public static Options none() {
            return new Options(false, OptionalDouble.empty(), OptionalLong.empty(), List.of());
        }
    }
}
