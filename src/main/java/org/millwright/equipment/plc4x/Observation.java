package org.millwright.equipment.plc4x;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.UpdateBehavior;
import org.millwright.equipment.UpdateState;
import org.millwright.equipment.UpdateState.Health;
import org.millwright.equipment.UpdateState.Installation;
import org.millwright.equipment.UpdateState.Preparation;
import org.millwright.equipment.UpdateState.Slot;
import org.millwright.plant.Address;
import org.millwright.plant.Identity;
import org.millwright.plant.Profile;
import org.millwright.plant.Profile.Nameplate;
import org.millwright.plant.Profile.Told;
import org.millwright.plant.ProgramMailbox;
import org.millwright.plant.ProgramMailbox.BehaviorBits;
import org.millwright.plant.ProgramMailbox.Bit;
import org.millwright.plant.ProgramMailbox.Coded;
import org.millwright.plant.ProgramMailbox.Place;
import org.millwright.plant.ProgramMailbox.Status;
import org.millwright.plant.Revision;
import org.millwright.plant.Software;
import org.millwright.release.Sha256;

/** What a controller says of itself and its update, all read at once. */
record Observation(Profile profile, Points.Reading reading) {
    private static final int LONGEST_REVISION = 100;

    static Observation of(Profile profile, Points points, Deadline deadline) throws EquipmentException {
        List<Address> wanted = new ArrayList<>(nameplate(profile.nameplate()).toList());
        profile.mailbox().ifPresent(mailbox -> wanted.addAll(status(mailbox).toList()));
        return new Observation(profile, points.read("look at the update", wanted, deadline));
    }

    static Stream<Address> nameplate(Nameplate nameplate) {
        return Stream.of(
                        nameplate.manufacturerUri(),
                        nameplate.productCode(),
                        nameplate.revision(),
                        nameplate.hardwareRevision(),
                        nameplate.serialNumber())
                .flatMap(told -> switch (told) {
                    case Told.Always _ -> Stream.empty();
                    case Told.At at -> Stream.of(at.address());
                });
    }

    private static Stream<Address> status(ProgramMailbox mailbox) {
        Status status = mailbox.status();
        Stream<Address> slots = mailbox.slots().values().stream()
                .flatMap(s -> Stream.of(s.revision(), s.hash(), s.behavior().map(BehaviorBits::address))
                        .flatMap(Optional::stream));
        Stream<Address> machines = Stream.of(
                        status.preparation().map(Coded::address),
                        status.installation().map(Coded::address),
                        status.waitsForConfirm().map(Bit::address),
                        status.waitsForPowerCycle().map(Bit::address),
                        status.percent(),
                        status.errorCode(),
                        status.health(),
                        mailbox.answer().message())
                .flatMap(Optional::stream);
        return Stream.concat(slots, machines);
    }

    Identity identity() {
        Nameplate nameplate = profile.nameplate();
        return new Identity(current(), text(nameplate.hardwareRevision()), text(nameplate.serialNumber()));
    }

    private String text(Told told) {
        return switch (told) {
            case Told.Always always -> always.text();
            case Told.At at -> text(at.address());
        };
    }

    private String text(Address address) {
        return reading.value(address).toString().strip();
    }

    private Software current() {
        return software(text(profile.nameplate().revision()));
    }

    private Software software(String revision) {
        Nameplate nameplate = profile.nameplate();
        boolean usable = !revision.isBlank() && revision.length() <= LONGEST_REVISION;
        return new Software(
                text(nameplate.manufacturerUri()),
                text(nameplate.productCode()),
                usable ? new Revision(revision) : Revision.NONE);
    }

    UpdateState state() {
        return profile.mailbox().map(this::state).orElseGet(this::withoutMailbox);
    }

    private UpdateState withoutMailbox() {
        return new UpdateState(
                Preparation.NONE,
                Installation.NONE,
                false,
                false,
                current(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                "",
                0,
                Health.UNKNOWN,
                Optional.empty());
    }

    private UpdateState state(ProgramMailbox mailbox) {
        Status status = mailbox.status();
        return new UpdateState(
                preparation(status),
                installation(mailbox),
                status.waitsForConfirm().map(this::isSet).orElse(false),
                status.waitsForPowerCycle().map(this::isSet).orElse(false),
                current(),
                hash(Place.CURRENT),
                slot(Place.PENDING),
                slot(Place.FALLBACK),
                Math.clamp(status.percent().map(reading::whole).orElse(0L), 0, 100),
                mailbox.answer().message().map(this::text).orElse(""),
                status.errorCode().map(reading::whole).orElse(0L).intValue(),
                status.health().map(reading::whole).map(Observation::health).orElse(Health.UNKNOWN),
                Optional.empty());
    }

    private boolean isSet(Bit bit) {
        return (reading.whole(bit.address()) >> bit.bit() & 1) != 0;
    }

    private Preparation preparation(Status status) {
        return status.preparation()
                .map(coded -> switch (named(coded)) {
                    case "preparing" -> Preparation.PREPARING;
                    case "prepared" -> Preparation.PREPARED;
                    case "resuming" -> Preparation.RESUMING;
                    default -> Preparation.IDLE;
                })
                .orElse(Preparation.NONE);
    }

    /** Without a pending slot it installs what it receives, and has no such machine at rest. */
    private Installation installation(ProgramMailbox mailbox) {
        Installation atRest = mailbox.slots().containsKey(Place.PENDING) ? Installation.IDLE : Installation.NONE;
        return mailbox.status()
                .installation()
                .map(coded -> switch (named(coded)) {
                    case "installing" -> Installation.INSTALLING;
                    case "error" -> Installation.ERROR;
                    default -> atRest;
                })
                .orElse(atRest);
    }

    private String named(Coded coded) {
        return Optional.ofNullable(coded.values().get(reading.whole(coded.address())))
                .orElse("");
    }

    private static Health health(long number) {
        return switch ((int) number) {
            case 0 -> Health.NORMAL;
            case 1 -> Health.FAILURE;
            case 2 -> Health.CHECK_FUNCTION;
            case 3 -> Health.OFF_SPEC;
            case 4 -> Health.MAINTENANCE_REQUIRED;
            default -> Health.UNKNOWN;
        };
    }

    private Optional<ProgramMailbox.Slot> described(Place place) {
        return profile.mailbox().map(ProgramMailbox::slots).map(slots -> slots.get(place));
    }

    Optional<Slot> slot(Place place) {
        return described(place)
                .flatMap(ProgramMailbox.Slot::revision)
                .map(this::text)
                .filter(revision -> !revision.isEmpty())
                .map(revision -> new Slot(software(revision), hash(place)));
    }

    private Optional<Sha256> hash(Place place) {
        return described(place)
                .flatMap(ProgramMailbox.Slot::hash)
                .map(address -> HexFormat.of().formatHex(reading.bytes(address)))
                .filter(hex -> !hex.matches("0*"))
                .map(Sha256::new);
    }

    /** What installing from a place does; what is not told is taken for the worse. */
    UpdateBehavior behavior(Place place) {
        Optional<BehaviorBits> told = described(place).flatMap(ProgramMailbox.Slot::behavior);
        boolean mayWait =
                profile.mailbox().flatMap(m -> m.status().waitsForPowerCycle()).isPresent();
        return new UpdateBehavior(
                told.flatMap(b -> b.keepsParameters().map(bit -> isSet(new Bit(b.address(), bit))))
                        .orElse(false),
                told.flatMap(b -> b.needsPowerCycle().map(bit -> isSet(new Bit(b.address(), bit))))
                        .orElse(mayWait),
                told.flatMap(b -> b.reboots().map(bit -> isSet(new Bit(b.address(), bit))))
                        .orElse(true));
    }
}
