package org.millwright.plant;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.millwright.document.DocumentException;
import org.millwright.document.Field;
import org.millwright.document.Item;

/** Profiles by their names, each read once. */
final class Profiles {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    private final Path folder;
    private final Map<String, Profile> read = new HashMap<>();

    Profiles(Path folder) {
        this.folder = folder;
    }

    /** The profile that is named there; what is wrong in its file is told with its place there. */
    Field<Profile> read(Item item) {
        return item.text()
                .check(n -> NAME.matcher(n).matches(), "expected a profile's name: a-z, 0-9, dashes")
                .convert(this::named);
    }

    private Profile named(String name) {
        Profile known = read.get(name);
        if (known != null) {
            return known;
        }
        try {
            Profile profile = ProfileFile.read(folder.resolve(name + ".yaml"));
            read.put(name, profile);
            return profile;
        } catch (DocumentException e) {
            throw new IllegalArgumentException(
                    "expected a profile that can be used: "
                            + String.valueOf(e.getMessage()).replace("\n", " | "),
                    e);
        }
    }
}
