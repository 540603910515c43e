package org.millwright.plant;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.millwright.document.Document;
import org.millwright.document.DocumentException;
import org.millwright.document.Field;
import org.millwright.document.Item;
import org.millwright.document.Section;

/**
 * Reads plant.yaml: {@code tag-maps} by name, and {@code lines}, each with its stations in flow order and their
 * controllers. Ids and addresses are unique in the whole plant, station names in their line.
 */
public final class PlantFile {
    private static final Pattern RATE = Pattern.compile("([1-9][0-9]{0,5}) ?([KM])iB/s");

    private final Path folder;
    private final Set<LineId> lineIds = new HashSet<>();

    private PlantFile(Path folder) {
        this.folder = folder;
    }

    /** Files of secrets are found from the folder of plant.yaml; whether they exist is seen at the log-in. */
    public static Plant read(Path file) throws DocumentException {
        Path parent = file.getParent();
        return Document.read(file).as(new PlantFile(parent == null ? Path.of("") : parent)::plant);
    }

    private Field<Plant> plant(Section s) {
        Field<Map<String, TagMap>> maps =
                s.optional("tag-maps", Map.of(), i -> i.map(map -> map.section(TagMap::read)));
        ControllerReader reader = new ControllerReader(folder, s.at("tag-maps").keys(), maps);
        Field<List<Line>> lines = s.at("lines").list(i -> i.section(line -> line(line, reader)));
        return s.end(() -> new Plant(lines.get()));
    }

    private Field<Line> line(Section s, ControllerReader reader) {
        Field<LineId> id = s.at("id")
                .parse("expected a line id (a-z, 0-9, dashes)", LineId::new)
                .check(lineIds::add, "expected an id that no other line has");
        Field<String> name = s.at("name").text();
        Field<String> contact = s.at("contact").text();
        Set<String> stations = new HashSet<>();
        Field<List<List<Controller>>> controllers =
                s.at("stations").list(i -> i.section(station -> station(station, stations, reader)));
        Field<StagingLimits> staging = s.optional("staging", StagingLimits.NONE, i -> i.section(PlantFile::staging));
        return s.end(() -> new Line(
                id.get(),
                name.get(),
                contact.get(),
                controllers.get().stream().flatMap(List::stream).toList(),
                staging.get()));
    }

    private static Field<StagingLimits> staging(Section s) {
        Field<Optional<Long>> line = s.optional("line", PlantFile::rate);
        Field<Optional<Long>> controller = s.optional("controller", PlantFile::rate);
        return s.end(() -> new StagingLimits(limit(line.get()), limit(controller.get())));
    }

    private static OptionalLong limit(Optional<Long> rate) {
        return rate.map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    private static Field<Long> rate(Item item) {
        return item.parse("expected a rate from 1 KiB/s to 999999 MiB/s, like 512 KiB/s", text -> {
            Matcher matcher = RATE.matcher(text);
            if (!matcher.matches()) {
                throw new IllegalArgumentException();
            }
            return Long.parseLong(matcher.group(1)) << (matcher.group(2).equals("K") ? 10 : 20);
        });
    }

    private Field<List<Controller>> station(Section s, Set<String> stations, ControllerReader reader) {
        Field<String> name = s.at("name").text().check(stations::add, "expected a name that no other station has");
        Field<List<Controller>> controllers = s.at("controllers").list(i -> i.section(c -> reader.controller(c, name)));
        return s.end(controllers::get);
    }
}
