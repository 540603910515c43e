package org.millwright.simulators.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.millwright.simulators.faults.Fault;
import org.millwright.simulators.faults.FaultKind.Protocol;

/**
 * A simulated line as its file describes it; every value is inside its range.
 *
 * @param line id of the line
 * @param scale simulated seconds in one real second, 0.1 to 10 000
 * @param seed of every random number of the line
 * @param controllers in the order of the parts' flow, at least one
 */
public record LineFile(String line, double scale, long seed, List<ControllerSettings> controllers, List<Fault> faults) {

    public LineFile {
        controllers = List.copyOf(controllers);
        faults = List.copyOf(faults);
    }

    /**
     * Reads a fault, written {@code <controller>:<name>[=<percent>]}.
     *
     * @throws Fault.BadFault when the line has no such controller, or the controller cannot have it
     */
    public Fault fault(String text) throws Fault.BadFault {
        return fault(text, controllers);
    }

    static Fault fault(String text, List<ControllerSettings> controllers) throws Fault.BadFault {
        Fault fault = Fault.parse(
                text, controllers.stream().map(ControllerSettings::id).toList());
        boolean modbus = controllers.stream()
                .filter(controller -> controller.id().equals(fault.controller()))
                .anyMatch(controller -> controller.modbus().isPresent());
        return fault.requireSpoken(modbus ? Protocol.MODBUS : Protocol.OPC_UA);
    }

    /**
     * Reads and checks a simulator file.
     *
     * @param environment where passwordEnv names are looked up, usually System.getenv()
     * @throws ConfigException naming file, line, key and what was expected
     */
    public static LineFile read(Path file, Map<String, String> environment) throws ConfigException {
        return LineFileReader.read(file, environment);
    }
}
