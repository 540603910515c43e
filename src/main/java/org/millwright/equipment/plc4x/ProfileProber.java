package org.millwright.equipment.plc4x;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.plc4x.java.DefaultPlcDriverManager;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.plc4x.ProfileSeen.Value;
import org.millwright.equipment.plc4x.ProfileSeen.What;
import org.millwright.plant.Address;
import org.millwright.plant.Controller;
import org.millwright.plant.Profile;
import org.millwright.plant.Profile.Told;
import org.millwright.plant.Tag;

/**
 * Reads everything that a profile describes once, one value at a time, so that one wrong address hides no other. Knows
 * no way to write.
 */
public final class ProfileProber {
    private static final int LONGEST_SHOWN_BYTES = 32;

    private final DefaultPlcDriverManager drivers = new DefaultPlcDriverManager(ProfileProber.class.getClassLoader());
    private final Controller controller;
    private final Profile profile;
    private final Failures failures;
    private final Deadline deadline;
    private final Pace pace;
    private final List<Value> values = new ArrayList<>();
    private Optional<Connection> current = Optional.empty();
    private boolean heard;

    private ProfileProber(Controller controller, Profile profile, Duration limit) {
        this.controller = controller;
        this.profile = profile;
        this.failures = new Failures(controller);
        this.deadline = Deadline.in(limit);
        this.pace = Pace.of(profile.requestsPerSecond());
    }

    /**
     * Looks at one controller.
     *
     * @throws EquipmentException when it cannot be reached, or no more, or does not speak the protocol
     */
    public static ProfileSeen probe(Controller controller, Profile profile, Duration limit) throws EquipmentException {
        ProfileProber prober = new ProfileProber(controller, profile, limit);
        try {
            prober.look();
            return new ProfileSeen(prober.values);
        } finally {
            prober.current.ifPresent(Connection::close);
        }
    }

    private void look() throws EquipmentException {
        Profile.Nameplate nameplate = profile.nameplate();
        told("manufacturer-uri", nameplate.manufacturerUri());
        told("product-code", nameplate.productCode());
        told("revision", nameplate.revision());
        told("hardware-revision", nameplate.hardwareRevision());
        told("serial-number", nameplate.serialNumber());
        if (profile.clock().isPresent()) {
            value("identity", "clock", profile.clock().get());
        }
        for (Map.Entry<Tag, Profile.Point> tag : profile.tags().entrySet()) {
            add("tags", tag.getKey().key(), tag.getValue().address(), points -> meaning(tag.getKey(), points));
        }
        for (Map.Entry<String, Address> retained : profile.retained().entrySet()) {
            value("retained", retained.getKey(), retained.getValue());
        }
        for (Map.Entry<String, Address> area : profile.areas().entrySet()) {
            value("areas", area.getKey(), area.getValue());
        }
        if (profile.mailbox().isPresent()) {
            for (MailboxFields.Named field : MailboxFields.of(profile.mailbox().get())) {
                value("mailbox", field.name(), field.address());
            }
        }
    }

    private void told(String name, Told told) throws EquipmentException {
        switch (told) {
            case Told.Always always -> values.add(new Value("identity", name, "", new What.Text(always.text())));
            case Told.At at -> value("identity", name, at.address());
        }
    }

    private What meaning(Tag tag, Points points) throws EquipmentException {
        Map<Tag, ?> read = new ProcessValues(controller, profile, points).tags(Set.of(tag), deadline);
        return new What.Text(read.values().stream().map(Object::toString).collect(Collectors.joining()));
    }

    private void value(String group, String name, Address address) throws EquipmentException {
        add(group, name, address, points -> what(name, address, points));
    }

    private What what(String name, Address address, Points points) throws EquipmentException {
        if (address.type() != Address.Type.BYTE) {
            Points.Reading reading = points.read("read " + name, List.of(address), deadline);
            return new What.Text(reading.value(address).toString());
        }
        byte[] bytes = points.range("read " + name, address, address.bytes(), deadline);
        return bytes.length <= LONGEST_SHOWN_BYTES
                ? new What.Text(HexFormat.of().formatHex(bytes))
                : new What.Range(bytes.length, Crc.of(bytes));
    }

    private interface Look {
        What at(Points points) throws EquipmentException;
    }

    /** Who has answered once may answer the next request, on another connection; who has not does not speak it at all. */
    private void add(String group, String name, Address address, Look look) throws EquipmentException {
        What what;
        Connection connection = connected();
        try {
            what = look.at(new Points(connection, new Codec(profile.byteOrder())));
        } catch (EquipmentException e) {
            if (deadline.passed() || (!heard && e.kind().costsConnection())) {
                throw e;
            }
            what = new What.Unread(failures.reason(e));
        }
        heard = true;
        values.add(new Value(group, name, address.text(), what));
    }

    private Connection connected() throws EquipmentException {
        Optional<Connection> living = current.filter(Connection::alive);
        Connection connection = living.isPresent()
                ? living.get()
                : Connection.open(drivers, controller.address(), failures, pace, deadline);
        current = Optional.of(connection);
        return connection;
    }
}
