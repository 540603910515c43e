package org.millwright;

import io.quarkus.runtime.annotations.QuarkusMain;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command line. Each command is one class and one entry of {@code subcommands}; one that needs the service starts
 * it itself, so that help and mistakes cost no start. Exit code 2 for what cannot be understood.
 */
@QuarkusMain
@Command(
        name = "millwright",
        description = "Upgrades the controllers of an assembly line and puts the line back if anything goes wrong.",
        mixinStandardHelpOptions = true,
        subcommands = {Demo.class, Probe.class, Serve.class, Trust.class, UserCommand.class})
public final class Millwright implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs one command; the process ends with its exit code. */
    public static void main(String... args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Millwright()).setParameterExceptionHandler(Millwright::explain);
    }

    private static int explain(ParameterException mistake, String... args) {
        CommandLine command = mistake.getCommandLine();
        command.getErr().println(mistake.getMessage());
        command.usage(command.getErr());
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }
}
