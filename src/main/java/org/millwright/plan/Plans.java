package org.millwright.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.millwright.document.DocumentException;
import org.millwright.document.Problem;
import org.millwright.plant.Plant;
import org.millwright.release.ReleaseStore;
import org.millwright.release.StoreException;

/** The plans of a folder, {@code <name>.yaml} each, read anew at each question so that an edit needs no restart. */
public final class Plans {
    private static final String ENDING = ".yaml";

    private final Path folder;
    private final Plant plant;
    private final ReleaseStore releases;

    /**
     * Nothing is read yet.
     *
     * @param folder need not exist
     * @param plant as its file says, before any address is changed
     */
    public Plans(Path folder, Plant plant, ReleaseStore releases) {
        this.folder = folder;
        this.plant = plant;
        this.releases = releases;
    }

    /** Names of all plan files, whether they can be used or not, sorted. */
    public List<String> names() throws DocumentException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> String.valueOf(f.getFileName()))
                    .filter(f -> f.endsWith(ENDING))
                    .map(f -> f.substring(0, f.length() - ENDING.length()))
                    .filter(ReleaseStore::isName)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new DocumentException(List.of(new Problem(
                    folder.toString(), 0, 0, "", "expected a readable folder", String.valueOf(e.getMessage()))));
        }
    }

    /**
     * Reads a plan; its release is proven and brought into the content store.
     *
     * @return empty when there is no such file
     */
    public Optional<Plan> find(String name) throws DocumentException, StoreException {
        Path file = folder.resolve(name + ENDING);
        return ReleaseStore.isName(name) && Files.isRegularFile(file)
                ? Optional.of(PlanFile.read(file, plant, releases))
                : Optional.empty();
    }
}
