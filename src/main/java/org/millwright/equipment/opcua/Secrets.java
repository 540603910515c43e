package org.millwright.equipment.opcua;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.millwright.plant.Controller.Secret;

/** Finds passwords at the moment of use. */
record Secrets(Map<String, String> environment) {
    /** Longer files are not read: a wrong path does not fill the memory. */
    private static final int LONGEST_BYTES = 4096;

    /**
     * Returns the secret without a line end.
     *
     * @throws IOException when it is missing; the text says where it was looked for and never what was found
     */
    String read(Secret secret) throws IOException {
        return switch (secret) {
            case Secret.EnvironmentVariable(String name) -> fromEnvironment(name);
            case Secret.File(Path path) -> fromFile(path);
        };
    }

    private String fromEnvironment(String name) throws IOException {
        String value = environment.get(name);
        if (value == null || value.isEmpty()) {
            throw new IOException("environment variable " + name + " is not set");
        }
        return value;
    }

    private static String fromFile(Path path) throws IOException {
        if (!Files.isReadable(path) || Files.size(path) > LONGEST_BYTES) {
            throw new IOException("secret file " + path + " is missing, not readable or too long");
        }
        return Files.readString(path).stripTrailing();
    }
}
