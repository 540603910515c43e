package org.millwright.simulators.modbus;

import java.util.HexFormat;
import java.util.Optional;
import org.millwright.simulators.config.ModbusSettings.ByteOrder;
import org.millwright.simulators.config.UpdateOption;
import org.millwright.simulators.config.UpdateSettings.Loading;
import org.millwright.simulators.modbus.Outcome.Result;
import org.millwright.simulators.plc.Plc;
import org.millwright.simulators.plc.Slots;
import org.millwright.simulators.plc.Slots.Software;
import org.millwright.simulators.plc.UpdateView;
import org.millwright.simulators.plc.UpdateView.Installation;
import org.millwright.simulators.plc.UpdateView.Prepare;

/** Holding registers 4101 to 4306: how the update and its mailbox stand. Cannot be written. */
record StatusArea(Plc plc, ByteOrder order, Mailbox mailbox) implements Area {
    private static final int FIRST = 4101;
    private static final int COUNT = 206;
    private static final int REVISION_REGISTERS = 32;
    private static final int HASH_REGISTERS = 16;
    private static final int MESSAGE_REGISTERS = 64;

    @Override
    public int first() {
        return FIRST;
    }

    @Override
    public int count() {
        return COUNT;
    }

    /** The ordinal of a result is its number on the wire. */
    @Override
    @SuppressWarnings("EnumOrdinal")
    public byte[] read(int at, int registers) {
        Registers image = Registers.empty(COUNT, order);
        Mailbox.State state = mailbox.state();
        UpdateView update = plc.update();
        image.uint16(0, state.answered());
        image.uint16(1, state.outcome().result().ordinal());
        update(image, update);
        transfer(image, state);
        slots(image, plc.slots());
        boolean done = state.outcome().result() == Result.DONE;
        image.text(
                142, MESSAGE_REGISTERS, done ? update.status() : state.outcome().reason());
        return image.slice(at, registers);
    }

    /** The states are numbered in the order of OPC 10000-100 8.4.8 and 8.4.9. */
    @SuppressWarnings("EnumOrdinal")
    private static void update(Registers image, UpdateView update) {
        image.uint16(2, update.prepare().ordinal());
        image.uint16(3, update.installation().ordinal());
        image.uint16(
                4,
                image.uint16(4) | (update.waitingForConfirm() ? 1 : 0) | (update.waitingForPowerCycle() ? 1 << 1 : 0));
        boolean installs = update.installation() != Installation.IDLE || update.prepare() == Prepare.IDLE;
        image.uint16(5, installs ? update.installPercent() : update.preparePercent());
        image.uint32(6, update.vendorErrorCode());
    }

    private static void transfer(Registers image, Mailbox.State state) {
        state.open().ifPresent(open -> {
            image.uint16(4, image.uint16(4) | 1 << 2);
            image.uint32(9, open.proven());
            image.uint32(11, open.shape().bytes());
            image.uint32(13, open.shape().crc());
            image.uint32(15, open.shape().blockBytes());
        });
        image.uint32(17, state.blockCrc());
        image.uint32(19, state.readBytes());
    }

    private void slots(Registers image, Slots slots) {
        boolean direct = plc.updateSettings().loading() == Loading.DIRECT;
        int behaviour = new UpdateCommands(plc).behaviourBits();
        image.uint16(21, direct || slots.pending().isPresent() ? behaviour : 0);
        image.uint16(22, slots.fallback().isPresent() ? behaviour : 0);
        slot(image, 30, 110, slots.pending());
        slot(image, 62, 126, slots.fallback());
        hash(image, 94, Optional.of(slots.current()));
    }

    private void slot(Registers image, int revisionAt, int hashAt, Optional<Software> software) {
        image.text(
                revisionAt, REVISION_REGISTERS, software.map(Software::revision).orElse(""));
        hash(image, hashAt, software);
    }

    private void hash(Registers image, int at, Optional<Software> software) {
        if (plc.updateSettings().offers(UpdateOption.HASH)) {
            String sha256 = software.map(Software::sha256).orElse("");
            image.raw(at, HASH_REGISTERS, HexFormat.of().parseHex(sha256));
        }
    }
}
