package org.millwright;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts the service and stays until the process is asked to end. */
@Command(
        name = "serve",
        description = "The service: panel and API, until it is stopped.",
        mixinStandardHelpOptions = true)
final class Serve implements Callable<Integer> {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of the journal and the content store, ./data by default.")
    private Optional<Path> data = Optional.empty();

    @Option(names = "--plant", paramLabel = "FILE", description = "The lines, config/plant.yaml by default.")
    private Optional<Path> plant = Optional.empty();

    @Option(
            names = "--http-port",
            paramLabel = "N",
            description = "Panel and API, 8080 by default; 0 takes a free one.")
    private Optional<Integer> httpPort = Optional.empty();

    @Option(names = "--mes-port", paramLabel = "N", description = "MES endpoint, 4840 by default; 0 takes a free one.")
    private Optional<Integer> mesPort = Optional.empty();

    @Override
    public Integer call() {
        set("millwright.data", data);
        set("millwright.plant", plant);
        set("quarkus.http.port", httpPort);
        set("millwright.mes-port", mesPort);
        return Service.runToItsEnd();
    }

    private static void set(String key, Optional<?> value) {
        value.ifPresent(v -> System.setProperty(key, v.toString()));
    }
}
