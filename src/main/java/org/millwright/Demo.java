package org.millwright;

import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.millwright.document.DocumentException;
import org.millwright.rehearsal.Scenario;
import org.millwright.rehearsal.ScenarioFolder;
import org.millwright.rehearsal.SimulatorProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The main job on embedded defaults: a simulated line in a process of its own, the service in this one, one upgrade.
 * Exit code 0 if and only if the run ended as the scenario demands and the equipment proves it.
 */
@Command(
        name = "demo",
        description = "Upgrades the bundled line of simulated controllers, live, and proves the result.",
        mixinStandardHelpOptions = true)
final class Demo implements Callable<Integer> {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    @Option(names = "--scenario", paramLabel = "NAME", description = "What goes wrong: nominal by default.")
    private String scenario = Scenario.NOMINAL.key();

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the simulated line.")
    private Optional<Long> seed = Optional.empty();

    @Option(names = "--keep", description = "Leaves panel and simulators running until Ctrl-C.")
    private boolean keep;

    @Option(names = "--json", description = "One JSON object a line instead of words.")
    private boolean json;

    @Option(names = "--data", paramLabel = "DIR", description = "Folder of this demo, a new one in ./data by default.")
    private Optional<Path> data = Optional.empty();

    @Option(names = "--plant", paramLabel = "FILE", description = "The lines, config/plant.yaml by default.")
    private Optional<Path> plant = Optional.empty();

    @Option(names = "--http-port", paramLabel = "N", description = "Panel and API; a free port by default.")
    private int httpPort;

    @Option(names = "--mes-port", paramLabel = "N", description = "MES endpoint; a free port by default.")
    private int mesPort;

    @Override
    public Integer call() throws InterruptedException {
        Scenario wanted;
        try {
            wanted = Scenario.of(scenario);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return CannotStartException.BAD_FILE;
        }
        Path home = Path.of(System.getProperty("millwright.home", "."));
        try {
            Path folder = folder(home);
            ScenarioFolder.fill(home, wanted, folder.resolve("config"));
            List<String> options = new ArrayList<>();
            wanted.faults().forEach(fault -> options.addAll(List.of("--fault", fault)));
            seed.ifPresent(s -> options.addAll(List.of("--seed", s.toString())));
            Path line = home.resolve("config/simulators/demo-line.yaml");
            try (SimulatorProcess simulators =
                    SimulatorProcess.start(home, line, options, folder.resolve("simulators.log"))) {
                configure(simulators, folder);
                return run(new DemoRun.Wish(wanted, json, keep, folder));
            }
        } catch (IOException | DocumentException e) {
            System.err.println(e.getMessage());
            return CannotStartException.DATA_NOT_USABLE;
        }
    }

    private Path folder(Path home) throws IOException {
        Path folder = data.orElseGet(
                () -> home.resolve("data/demo-" + STAMP.format(LocalDateTime.now(ZoneId.systemDefault()))));
        Files.createDirectories(folder);
        return folder;
    }

    private void configure(SimulatorProcess simulators, Path folder) {
        simulators.endpoints().forEach((id, address) -> System.setProperty("millwright.simulated." + id, address));
        System.setProperty("millwright.data", folder.toString());
        System.setProperty("millwright.config", folder.resolve("config").toString());
        System.setProperty(
                "millwright.plant",
                plant.orElseGet(() -> Path.of(System.getProperty("millwright.home", "."), "config/plant.yaml"))
                        .toString());
        System.setProperty("quarkus.http.port", Integer.toString(httpPort));
        System.setProperty("millwright.mes-port", Integer.toString(mesPort));
    }

    private static int run(DemoRun.Wish wish) {
        DemoRun.wish(wish);
        AtomicInteger exit = new AtomicInteger();
        Quarkus.run(
                DemoRun.class, (code, failure) -> exit.set(failure == null ? code : Service.explain(code, failure)));
        return exit.get();
    }
}
