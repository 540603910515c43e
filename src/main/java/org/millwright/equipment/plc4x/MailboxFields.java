package org.millwright.equipment.plc4x;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.millwright.plant.Address;
import org.millwright.plant.ProgramMailbox;
import org.millwright.plant.ProgramMailbox.Answer;
import org.millwright.plant.ProgramMailbox.BehaviorBits;
import org.millwright.plant.ProgramMailbox.Bit;
import org.millwright.plant.ProgramMailbox.Coded;
import org.millwright.plant.ProgramMailbox.Request;
import org.millwright.plant.ProgramMailbox.Status;

/** All addresses of a mailbox by their names in the profile. */
final class MailboxFields {
    private final List<Named> fields = new ArrayList<>();

    private MailboxFields() {}

    record Named(String name, Address address) {}

    static List<Named> of(ProgramMailbox mailbox) {
        MailboxFields all = new MailboxFields();
        all.request(mailbox.request());
        all.answer(mailbox.answer());
        all.status(mailbox.status());
        all.add("blocks-proven", mailbox.blocksProven());
        mailbox.slots().forEach((place, slot) -> {
            String name = place.name().toLowerCase(Locale.ROOT);
            all.add(name + " revision", slot.revision());
            all.add(name + " hash", slot.hash());
            all.add(name + " behavior", slot.behavior().map(BehaviorBits::address));
        });
        all.add("window", mailbox.window());
        return all.fields;
    }

    private void request(Request request) {
        add("command", request.command());
        add("slot", request.slot());
        add("block", request.block());
        add("length", request.length());
        add("crc", request.crc());
        add("number", request.number());
        add("request", request.request());
    }

    private void answer(Answer answer) {
        add("answered", answer.answered());
        add("result", answer.result());
        add("message", answer.message());
        add("block-crc", answer.blockCrc());
        add("block-length", answer.blockLength());
    }

    private void status(Status status) {
        add("preparation", status.preparation().map(Coded::address));
        add("installation", status.installation().map(Coded::address));
        add("waits-for-confirm", status.waitsForConfirm().map(Bit::address));
        add("waits-for-power-cycle", status.waitsForPowerCycle().map(Bit::address));
        add("percent", status.percent());
        add("error-code", status.errorCode());
        add("health", status.health());
    }

    private void add(String name, Optional<Address> address) {
        address.ifPresent(a -> add(name, a));
    }

    private void add(String name, Address address) {
        fields.add(new Named(name, address));
    }
}
