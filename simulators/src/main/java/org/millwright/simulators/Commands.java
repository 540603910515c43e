package org.millwright.simulators;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a person does at the machines of a running line, one command a line of its standard input:
 * {@code power-cycle <controller>}. Each is answered by a line of JSON; what is not understood goes to standard error.
 */
final class Commands {
    private static final int MAX_LINE_BYTES = 1000;
    private static final String POWER_CYCLE = "power-cycle";

    private final RunningLine line;
    private final Consumer<Map<String, ?>> done;
    private final Consumer<String> refused;

    Commands(RunningLine line, Consumer<Map<String, ?>> done, Consumer<String> refused) {
        this.line = line;
        this.done = done;
        this.refused = refused;
    }

    /** Returns when the input ends. What is more than a line's {@value #MAX_LINE_BYTES} bytes is dropped. */
    void readFrom(InputStream in) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                run(text.toString(UTF_8).strip());
                text.reset();
            } else if (text.size() < MAX_LINE_BYTES) {
                text.write(next);
            }
        }
        run(text.toString(UTF_8).strip());
    }

    private void run(String command) {
        if (command.isEmpty()) {
            return;
        }
        String[] words = command.split(" +", -1);
        if (words.length != 2 || !words[0].equals(POWER_CYCLE)) {
            refused.accept("'%s' is not understood, there is: %s <controller>".formatted(command, POWER_CYCLE));
            return;
        }
        try {
            line.cyclePower(words[1]);
            done.accept(Map.of("command", POWER_CYCLE, "controller", words[1]));
        } catch (IllegalArgumentException unknown) {
            refused.accept(String.valueOf(unknown.getMessage()));
        }
    }
}
