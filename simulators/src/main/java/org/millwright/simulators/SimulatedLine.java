package org.millwright.simulators;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.millwright.simulators.config.LineFile;
import org.millwright.simulators.config.Login;
import org.millwright.simulators.faults.Fault;
import org.millwright.simulators.plc.Plc;
import org.millwright.simulators.plc.SimulatedPlc;

/** A running simulated line: its controllers, its stations and the clock that drives them. */
public final class SimulatedLine implements AutoCloseable {
    private final LineFile file;

    private SimulatedLine(LineFile file) {
        this.file = file;
    }

    /** Starts the line on the machine's clock; it produces at once. */
    public static SimulatedLine start(LineFile file, Options options) {
        return new SimulatedLine(file);
    }

    /** The line on a clock that only {@link #advance} moves. */
    public static SimulatedLine byHand(LineFile file, Options options) {
        return new SimulatedLine(file);
    }

    public String id() {
        return file.line();
    }

    /** In the order of the parts' flow. */
    public List<Controller> controllers() {
        return file.controllers().stream()
                .map(each -> new Controller(new SimulatedPlc(each), each.port(), each.login()))
                .toList();
    }

    /** Moves a line started by hand on by that much simulated time. */
    public void advance(Duration simulated) {}

    /** Arms one more fault, written as on the command line. */
    public void inject(String fault) throws Fault.BadFault {
        Fault.parse(fault, java.util.List.of());
    }

    @Override
    public void close() {}

    /**
     * A controller and where its server is to be found.
     *
     * @param port wanted TCP port on loopback, 0 for any free one
     * @param login the one account that may connect; empty when anyone may
     */
    public record Controller(Plc plc, int port, Optional<Login> login) {}

    /**
     * What the command line may change.
     *
     * @param anyPort true to ask for port 0 everywhere
     * @param scale instead of the file's
     * @param seed instead of the file's
     * @param faults besides the file's, written as on the command line
     */
    public record Options(boolean anyPort, OptionalDouble scale, OptionalLong seed, List<String> faults) {
        /** Nothing changed. */
        public static Options none() {
            return new Options(false, OptionalDouble.empty(), OptionalLong.empty(), List.of());
        }
    }
}
