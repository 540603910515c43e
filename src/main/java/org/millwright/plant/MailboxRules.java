package org.millwright.plant;

import static org.millwright.plant.MailboxReader.key;

import java.util.HashMap;
import java.util.Map;
import org.millwright.document.Section;
import org.millwright.plant.ProgramMailbox.Command;
import org.millwright.plant.ProgramMailbox.Place;
import org.millwright.plant.ProgramMailbox.Slot;
import org.millwright.plant.ProgramMailbox.Status;

/**
 * What the parts of a mailbox demand of each other: no command whose effect cannot be seen, no state that no command
 * leaves, and no number that means two things.
 */
record MailboxRules(Section section, Map<Command, Integer> commands, Map<Place, Slot> slots, Status status) {
    void demand() {
        activation();
        preparation();
        confirmation();
        Map<Integer, Command> byNumber = new HashMap<>();
        commands.forEach((command, number) -> {
            Command first = byNumber.putIfAbsent(number, command);
            if (first != null) {
                problem("commands", key(command), "expected another number than that of " + key(first));
            }
        });
        Map<Integer, Place> byCode = new HashMap<>();
        slots.forEach((place, slot) -> {
            Place first = byCode.putIfAbsent(slot.code(), place);
            if (first != null) {
                problem("slots", key(place), "expected another code than that of " + key(first));
            }
        });
    }

    private void activation() {
        boolean slotted = slots.containsKey(Place.PENDING) || slots.containsKey(Place.FALLBACK);
        if (slotted && !commands.containsKey(Command.ACTIVATE)) {
            problem("commands", "activate", "expected its number: there is a slot to install from");
        }
        if (slots.containsKey(Place.FALLBACK) && !slots.containsKey(Place.PENDING)) {
            problem("slots", "pending", "expected it beside fallback");
        }
        if (slots.containsKey(Place.PENDING) && status.installation().isEmpty()) {
            problem("slots", "pending", "expected status.installation beside it: an installation must be seen to end");
        }
    }

    /** All three or none: a line that was prepared for an update must be let go again. */
    private void preparation() {
        boolean prepares = commands.containsKey(Command.PREPARE);
        boolean resumes = commands.containsKey(Command.RESUME);
        boolean shown = status.preparation().isPresent();
        if (prepares && !resumes) {
            problem("commands", "prepare", "expected commands.resume beside it");
        }
        if (resumes && !prepares) {
            problem("commands", "resume", "expected commands.prepare beside it");
        }
        if ((prepares || resumes) && !shown) {
            problem("commands", prepares ? "prepare" : "resume", "expected status.preparation beside it");
        }
        if (shown && !prepares && !resumes) {
            problem("status", "preparation", "expected commands.prepare and commands.resume beside it");
        }
    }

    private void confirmation() {
        boolean confirms = commands.containsKey(Command.CONFIRM);
        boolean waits = status.waitsForConfirm().isPresent();
        if (confirms && !waits) {
            problem("commands", "confirm", "expected status.waits-for-confirm beside it");
        }
        if (waits && !confirms) {
            problem("status", "waits-for-confirm", "expected commands.confirm beside it");
        }
    }

    private void problem(String part, String key, String expected) {
        section.at(part).section(s -> s.at(key).problem(expected));
    }
}
