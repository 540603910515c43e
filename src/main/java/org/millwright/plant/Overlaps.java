package org.millwright.plant;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.millwright.document.Field;
import org.millwright.document.Item;
import org.millwright.document.Section;
import org.millwright.plant.ProgramMailbox.Answer;
import org.millwright.plant.ProgramMailbox.Request;

/** Finds what would overwrite each other: everything in a profile that has memory of its own. */
final class Overlaps {
    private final Section profile;
    private final List<Part> parts = new ArrayList<>();

    /** An address and the keys that lead to it. */
    private record Part(List<String> keys, Address address) {
        String path() {
            return String.join(".", keys);
        }
    }

    Overlaps(Section profile) {
        this.profile = profile;
    }

    void demandNone(Map<String, Address> retained, Map<String, Address> areas, Optional<ProgramMailbox> mailbox) {
        retained.forEach((name, address) -> add(address, "retained", name));
        areas.forEach((name, address) -> add(address, "areas", name));
        mailbox.ifPresent(m -> {
            add(m.request());
            add(m.answer());
            add(m.window(), "mailbox", "window");
        });
        for (int i = 0; i < parts.size(); i++) {
            demandApart(parts.get(i), parts.subList(0, i));
        }
    }

    private void demandApart(Part part, List<Part> before) {
        before.stream()
                .filter(b -> b.address().overlaps(part.address()))
                .findFirst()
                .ifPresent(b -> problem(profile, part.keys(), "expected memory apart from " + b.path()));
    }

    private static Field<Address> problem(Section section, List<String> keys, String expected) {
        Item item = section.at(keys.getFirst());
        return keys.size() == 1
                ? item.problem(expected)
                : item.section(inner -> problem(inner, keys.subList(1, keys.size()), expected));
    }

    private void add(Request request) {
        add(request.command(), "mailbox", "request", "command");
        add(request.slot(), "mailbox", "request", "slot");
        add(request.block(), "mailbox", "request", "block");
        add(request.length(), "mailbox", "request", "length");
        add(request.crc(), "mailbox", "request", "crc");
        add(request.number(), "mailbox", "request", "number");
        add(request.request(), "mailbox", "request", "request");
    }

    private void add(Answer answer) {
        add(answer.answered(), "mailbox", "answer", "answered");
        add(answer.result(), "mailbox", "answer", "result");
        answer.message().ifPresent(a -> add(a, "mailbox", "answer", "message"));
        add(answer.blockCrc(), "mailbox", "answer", "block-crc");
        answer.blockLength().ifPresent(a -> add(a, "mailbox", "answer", "block-length"));
    }

    private void add(Address address, String... keys) {
        parts.add(new Part(List.of(keys), address));
    }
}
