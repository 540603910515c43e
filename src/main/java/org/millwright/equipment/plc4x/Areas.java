package org.millwright.equipment.plc4x;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;
import org.millwright.plant.Address;

/**
 * A controller's parameter areas as one file: a line {@value #TITLE}, and for each area, in the order of their names, a
 * line with its name, address, CRC-32 and content, separated by blanks, in hexadecimal digits. The same content makes
 * the same file.
 */
record Areas(SortedMap<String, Address> areas, Points points) {
    private static final String TITLE = "millwright-areas/1";
    private static final HexFormat HEX = HexFormat.of();

    boolean offered() {
        return !areas.isEmpty();
    }

    void read(OutputStream to, Deadline deadline) throws EquipmentException, IOException {
        demandAny();
        StringBuilder file = new StringBuilder(TITLE).append('\n');
        for (Map.Entry<String, Address> area : areas.entrySet()) {
            file.append(line(area.getKey(), area.getValue(), content(area, deadline)));
        }
        to.write(file.toString().getBytes(US_ASCII));
    }

    private static String line(String name, Address address, byte[] content) {
        return "%s %s %08x %s%n"
                .formatted(name.replace(' ', '_'), address.text(), Crc.of(content), HEX.formatHex(content))
                .replace("\r\n", "\n");
    }

    private byte[] content(Map.Entry<String, Address> area, Deadline deadline) throws EquipmentException {
        Address address = area.getValue();
        return points.range("read area " + area.getKey(), address, address.bytes(), deadline);
    }

    /** Writes nothing unless every area's line fits the profile; afterwards all are read back. */
    void restore(InputStream from, Deadline deadline) throws EquipmentException, IOException {
        demandAny();
        List<byte[]> contents = contents(from);
        int written = 0;
        for (Map.Entry<String, Address> area : areas.entrySet()) {
            Chunk chunk = Points.chunk(area.getValue(), contents.get(written++));
            points.connection().write("restore area " + area.getKey(), List.of(chunk), deadline);
        }
        int read = 0;
        for (Map.Entry<String, Address> area : areas.entrySet()) {
            if (!Arrays.equals(content(area, deadline), contents.get(read++))) {
                throw points.connection()
                        .dropped(points.failures()
                                .nonsense("area " + area.getKey() + " holds other bytes than were written"));
            }
        }
    }

    private List<byte[]> contents(InputStream from) throws EquipmentException, IOException {
        int longest = 1_000
                + areas.values().stream().mapToInt(a -> 2 * a.bytes() + 300).sum();
        byte[] file = from.readNBytes(longest + 1);
        List<String> lines = new ArrayList<>(List.of(new String(file, US_ASCII).split("\n", -1)));
        if (file.length > longest
                || lines.size() != areas.size() + 2
                || !lines.getFirst().equals(TITLE)) {
            throw points.failures().refused("the file holds no parameter areas of this profile");
        }
        List<byte[]> contents = new ArrayList<>();
        int line = 1;
        for (Map.Entry<String, Address> area : areas.entrySet()) {
            contents.add(content(area.getKey(), area.getValue(), lines.get(line++)));
        }
        return contents;
    }

    private byte[] content(String name, Address address, String line) throws EquipmentException {
        String digits = line.substring(line.lastIndexOf(' ') + 1);
        if (digits.length() == 2 * address.bytes() && digits.chars().allMatch(HexFormat::isHexDigit)) {
            byte[] content = HEX.parseHex(digits);
            if ((line + "\n").equals(line(name, address, content))) {
                return content;
            }
        }
        throw points.failures().refused("area " + name + " does not fit the profile, or its CRC-32 does not fit it");
    }

    private void demandAny() throws EquipmentException {
        if (!offered()) {
            throw points.failures().refused("its profile names no parameter areas");
        }
    }
}
