package org.millwright.equipment.plc4x;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.TagValue;
import org.millwright.equipment.plc4x.Points.Reading;
import org.millwright.equipment.plc4x.Points.Setting;
import org.millwright.plant.Address;
import org.millwright.plant.ProgramMailbox;
import org.millwright.plant.ProgramMailbox.Command;
import org.millwright.plant.ProgramMailbox.Place;
import org.millwright.plant.ProgramMailbox.Request;

/**
 * Hands commands to a controller's mailbox (docs/protocols/plc4x.md).
 *
 * <ol>
 *   <li>A command begins only when the mailbox has answered the last request, whoever made it.
 *   <li>The arguments are written, and the request's new number after them; that starts it, once.
 *   <li>It is over when {@code answered} is that number. Then, and not before, the results are read.
 *   <li>Without an answer in time {@code answered} is looked at once more; after that nothing is known.
 * </ol>
 */
final class Mailbox {
    private static final int LARGEST_REQUEST = 0xFFFF;
    private static final Duration LAST_LOOK = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

    private final ProgramMailbox profile;
    private final Points points;
    private final ReentrantLock turn;
    private Optional<Long> answered = Optional.empty();

    /**
     * Of one connection.
     *
     * @param turn of all connections to this controller: a mailbox has one set of arguments
     */
    Mailbox(ProgramMailbox profile, Points points, ReentrantLock turn) {
        this.profile = profile;
        this.points = points;
        this.turn = turn;
    }

    /**
     * A command with its arguments; 0 where it has none.
     *
     * @param what in words, for messages
     * @param content is put into the window first
     */
    record Call(
            String what,
            Command command,
            Place slot,
            long block,
            long length,
            long crc,
            long number,
            List<Chunk> content) {
        Call(String what, Command command) {
            this(what, command, Place.OPEN, 0, 0, 0, 0, List.of());
        }
    }

    /** What came of a command. */
    record Reply(long result, long blockCrc, long blockLength) {}

    /** Several commands that nobody else's may come between. */
    interface Dialogue<E extends Exception> {
        void hold() throws EquipmentException, E;
    }

    ProgramMailbox profile() {
        return profile;
    }

    Points points() {
        return points;
    }

    boolean knows(Command command) {
        return profile.commands().containsKey(command);
    }

    boolean has(Place place) {
        return profile.slots().containsKey(place);
    }

    <E extends Exception> void alone(Deadline deadline, Dialogue<E> dialogue) throws EquipmentException, E {
        try {
            if (!turn.tryLock(deadline.leftMs(), TimeUnit.MILLISECONDS)) {
                throw points.failures().refused("its mailbox is busy with another command");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw points.failures().refused("interrupted before its mailbox was free");
        }
        try {
            dialogue.hold();
        } finally {
            turn.unlock();
        }
    }

    /** One command that ends well or is refused. */
    void command(Call call, Deadline deadline) throws EquipmentException {
        this.<EquipmentException>alone(deadline, () -> demandDone(call, perform(call, deadline), deadline));
    }

    /** Only within {@link #alone}. Any result is handed back. */
    Reply perform(Call call, Deadline deadline) throws EquipmentException {
        points.connection().demandAlive(call.what());
        if (!knows(call.command())) {
            throw points.failures().refused("its mailbox knows no way to " + call.what());
        }
        Deadline limit = deadline.atMost(profile.answersWithin());
        long request = last(limit) % LARGEST_REQUEST + 1;
        answered = Optional.empty();
        points.connection().write(call.what(), arguments(call), limit);
        points.write(call.what(), List.of(setting("request", profile.request().request(), request)), limit);
        Optional<Reading> told = results(call.what(), request, limit);
        if (told.isEmpty()) {
            throw points.connection().dropped(points.failures().silent(call.what()));
        }
        answered = Optional.of(request);
        Reading reading = told.get();
        ProgramMailbox.Answer answer = profile.answer();
        return new Reply(
                reading.whole(answer.result()),
                reading.whole(answer.blockCrc()),
                answer.blockLength().map(reading::whole).orElse(0L));
    }

    private List<Address> results() {
        ProgramMailbox.Answer answer = profile.answer();
        return Stream.concat(Stream.of(answer.result(), answer.blockCrc()), answer.blockLength().stream())
                .toList();
    }

    /** The number of the last request, once it is answered. */
    private long last(Deadline limit) throws EquipmentException {
        if (answered.isPresent()) {
            return answered.get();
        }
        Address request = profile.request().request();
        Address answer = profile.answer().answered();
        Duration pause = Duration.ofMillis(1);
        while (true) {
            boolean last = limit.passed();
            Reading reading = points.read("look at the mailbox", List.of(request, answer), look(limit));
            if (reading.whole(request) == reading.whole(answer)) {
                return reading.whole(answer);
            }
            if (last) {
                throw points.failures().refused("its mailbox is stuck in request " + reading.whole(request));
            }
            limit.pause(pause);
            pause = longer(pause);
        }
    }

    /** A look that begins in time has a moment of its own, so that the end of waiting is not taken for silence. */
    private static Deadline look(Deadline limit) {
        return limit.leftMs() < LAST_LOOK.toMillis() ? Deadline.in(LAST_LOOK) : limit;
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    /** Nothing when there is no answer in time. */
    private Optional<Reading> results(String what, long request, Deadline limit) throws EquipmentException {
        Address answer = profile.answer().answered();
        List<Address> looked = new ArrayList<>(List.of(answer));
        if (resultsFollow()) {
            looked.addAll(results());
        }
        Duration pause = Duration.ofMillis(1);
        while (true) {
            boolean last = limit.passed();
            Reading reading = points.read(what, looked, look(limit));
            if (reading.whole(answer) == request) {
                return Optional.of(looked.size() > 1 ? reading : points.read(what, results(), limit));
            }
            if (last) {
                return Optional.empty();
            }
            limit.pause(pause);
            pause = longer(pause);
        }
    }

    /**
     * Registers are read in the order of their numbers, and the machine sets {@code answered} last: results behind it are
     * not older than it and may be read in the same look.
     */
    private boolean resultsFollow() {
        return profile.answer().answered().place() instanceof Address.Place.Register first
                && results().stream()
                        .allMatch(result -> result.place() instanceof Address.Place.Register register
                                && register.space() == first.space()
                                && register.number() > first.number());
    }

    private List<Chunk> arguments(Call call) throws EquipmentException {
        Request to = profile.request();
        List<Chunk> chunks = new ArrayList<>(call.content());
        Integer slot = Optional.ofNullable(profile.slots().get(call.slot()))
                .map(ProgramMailbox.Slot::code)
                .orElse(0);
        chunks.addAll(points.chunks(List.of(
                setting("command", to.command(), profile.commands().getOrDefault(call.command(), 0)),
                setting("slot", to.slot(), slot),
                setting("block", to.block(), call.block()),
                setting("length", to.length(), call.length()),
                setting("crc", to.crc(), call.crc()),
                setting("number", to.number(), call.number()))));
        return chunks;
    }

    private static Setting setting(String name, Address address, long number) {
        return new Setting("the mailbox's " + name, address, new TagValue.Whole(number));
    }

    boolean isDone(Reply reply) {
        return reply.result() == profile.answer().done();
    }

    boolean isWrongCrc(Reply reply) {
        return profile.answer()
                .wrongCrc()
                .filter(code -> code == reply.result())
                .isPresent();
    }

    /** Throws REFUSED or NOT_PREPARED in the controller's own words. */
    void demandDone(Call call, Reply reply, Deadline deadline) throws EquipmentException {
        if (isDone(reply)) {
            return;
        }
        String text = "cannot %s: %s".formatted(call.what(), reason(reply, deadline));
        boolean notPrepared = profile.answer()
                .notPrepared()
                .filter(code -> code == reply.result())
                .isPresent();
        throw notPrepared
                ? points.failures().notPrepared(text)
                : points.failures().refused(text);
    }

    private String reason(Reply reply, Deadline deadline) throws EquipmentException {
        Optional<Address> message = profile.answer().message();
        String words = message.isPresent()
                ? points.read("read the mailbox's message", List.of(message.get()), deadline)
                        .value(message.get())
                        .toString()
                        .strip()
                : "";
        return words.isEmpty() ? "result " + reply.result() : words;
    }
}
