package org.millwright.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.millwright.tidy.Checkout;

/** Folders below target, one a test, kept until the next time for whoever wants to look. */
final class Scratch {
    private Scratch() {}

    static Path fresh(String name) throws IOException {
        Path folder = Checkout.root().resolve("src/target/e2e").resolve(name);
        if (Files.exists(folder)) {
            try (Stream<Path> old = Files.walk(folder)) {
                for (Path file : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        return Files.createDirectories(folder);
    }

    /** A copy of the delivered configuration, to be spoilt. */
    static Path config(Path folder) throws IOException {
        Path from = Checkout.root().resolve("config");
        Path to = folder.resolve("config");
        copy(from, to);
        return to;
    }

    static void copy(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(from)) {
            files = all.toList();
        }
        for (Path file : files) {
            Path target = to.resolve(from.relativize(file).toString());
            if (Files.isDirectory(file)) {
                Files.createDirectories(target);
            } else {
                Files.copy(file, target);
            }
        }
    }

    /** Replaces a text that has to be there. */
    static void edit(Path file, String from, String to) throws IOException {
        String text = Files.readString(file);
        if (!text.contains(from)) {
            throw new IllegalArgumentException(file + " does not contain: " + from);
        }
        Files.writeString(file, text.replace(from, to));
    }
}
