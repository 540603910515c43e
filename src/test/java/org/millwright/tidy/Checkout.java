package org.millwright.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The working copy in which the tests run. */
public final class Checkout {
    private static final Path ROOT = findRoot();
    private static final Set<String> NOT_OURS = Set.of("target", "data", ".git", ".idea", "node_modules");

    private Checkout() {}

    /** The folder of the launcher and the parent pom. */
    public static Path root() {
        return ROOT;
    }

    /** Path from the root, with slashes. */
    static String name(Path file) {
        return ROOT.relativize(file).toString().replace('\\', '/');
    }

    /** All files of ours whose name ends so, sorted; nothing that a build made. */
    static List<Path> files(String suffix) {
        try (Stream<Path> all = Files.walk(ROOT)) {
            return all.filter(f -> f.toString().endsWith(suffix))
                    .filter(Files::isRegularFile)
                    .filter(Checkout::isOurs)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOurs(Path file) {
        for (Path part : ROOT.relativize(file)) {
            if (NOT_OURS.contains(part.toString())) {
                return false;
            }
        }
        return true;
    }

    private static Path findRoot() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(folder.resolve("millwright"))) {
            Path parent = folder.getParent();
            if (parent == null) {
                throw new IllegalStateException(
                        "no launcher above " + Path.of("").toAbsolutePath());
            }
            folder = parent;
        }
        return folder;
    }
}
