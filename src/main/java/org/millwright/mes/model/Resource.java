package org.millwright.mes.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The texts that the model is made of, in {@code resources/mes}. */
final class Resource {
    private Resource() {}

    /** The lines that say something: without comments and empty ones; what stands before the first word is kept. */
    static List<String> lines(String name) {
        try (InputStream in = Resource.class.getResourceAsStream("/mes/" + name)) {
            if (in == null) {
                throw new IllegalStateException("no resource mes/" + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::stripTrailing)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
