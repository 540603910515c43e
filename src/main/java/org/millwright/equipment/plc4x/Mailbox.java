package org.millwright.equipment.plc4x;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.EquipmentException.Kind;
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
 *   <li>A command begins only when the mailbox has answered the last request, whoever made it. One that never comes to
 *       its end is given up by a discard.
 *   <li>The arguments are written. Only when all of them were taken, the request's new number is; that starts it, once.
 *   <li>It is over when {@code answered} is that number. Then, and not before, the results are read, and whether command
 *       and number are still the own ones.
 *   <li>From the request on nothing but an answer tells what happened: without one in time nobody knows.
 * </ol>
 */
final class Mailbox {
    private static final int LARGEST_REQUEST = 0xFFFF;
    private static final Duration LAST_LOOK = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

    private final ProgramMailbox profile;
    private final Points points;
    private final ReentrantLock turn;

    /** The number of this dialogue's last request, once that is answered. */
    private Optional<Long> mine = Optional.empty();

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
        mine = Optional.empty();
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
        long request = mine.isPresent() ? unlike(mine.get(), mine.get()) : unused(limit);
        mine = Optional.empty();
        Reply reply = carryOut(call, request, limit);
        mine = Optional.of(request);
        return reply;
    }

    /** A refusal of the arguments or of the request itself is one: from then on only an answer tells what happened. */
    private Reply carryOut(Call call, long request, Deadline limit) throws EquipmentException {
        points.connection().write(call.what(), arguments(call), limit);
        points.write(call.what(), List.of(setting("request", profile.request().request(), request)), limit);
        try {
            return reply(call, request, limit);
        } catch (EquipmentException e) {
            throw e.kind() == Kind.UNREACHABLE ? points.failures().lost(call.what(), e) : e;
        }
    }

    private Reply reply(Call call, long request, Deadline limit) throws EquipmentException {
        ProgramMailbox.Answer answer = profile.answer();
        Address command = profile.request().command();
        Address number = profile.request().request();
        List<Address> looked = new ArrayList<>(List.of(answer.answered()));
        if (resultsFollow()) {
            looked.addAll(results());
        }
        Optional<Reading> told = until(call.what(), looked, r -> r.whole(answer.answered()) == request, limit);
        if (told.isPresent() && looked.size() == 1) {
            told = until(call.what(), results(), _ -> true, limit);
        }
        Reading reading = told.orElseThrow(
                () -> points.connection().dropped(points.failures().silent(call.what())));
        if (reading.whole(number) != request
                || reading.whole(command) != profile.commands().getOrDefault(call.command(), 0)) {
            throw points.connection()
                    .dropped(points.failures()
                            .nonsense("somebody else used its mailbox while it was to " + call.what()));
        }
        return new Reply(
                reading.whole(answer.result()),
                reading.whole(answer.blockCrc()),
                answer.blockLength().map(reading::whole).orElse(0L));
    }

    private List<Address> results() {
        ProgramMailbox.Answer answer = profile.answer();
        ProgramMailbox.Request request = profile.request();
        return Stream.concat(
                        Stream.of(answer.result(), answer.blockCrc(), request.command(), request.request()),
                        answer.blockLength().stream())
                .toList();
    }

    /**
     * Registers are read in the order of their numbers, and the machine sets {@code answered} last: results behind it are
     * not older than it and may be read in the same look.
     */
    private boolean resultsFollow() {
        ProgramMailbox.Answer answer = profile.answer();
        return answer.answered().place() instanceof Address.Place.Register first
                && Stream.concat(Stream.of(answer.result(), answer.blockCrc()), answer.blockLength().stream())
                        .allMatch(result -> result.place() instanceof Address.Place.Register register
                                && register.space() == first.space()
                                && register.number() > first.number());
    }

    /** A number that neither the last request nor its answer has, once that is answered; a stuck one is loosened. */
    private long unused(Deadline limit) throws EquipmentException {
        Address request = profile.request().request();
        Address answered = profile.answer().answered();
        List<Address> both = List.of(request, answered);
        String look = "look at the mailbox";
        Deadline patience = limit.atMost(Duration.ofMillis(limit.leftMs() / 2));
        Optional<Reading> free = until(look, both, r -> r.whole(request) == r.whole(answered), patience);
        if (free.isPresent()) {
            return unlike(free.get().whole(request), free.get().whole(answered));
        }
        Reading stuck = until(look, both, _ -> true, limit)
                .orElseThrow(() -> points.failures().refused("its mailbox cannot be looked at"));
        long old = stuck.whole(request);
        return loosened(old, unlike(old, stuck.whole(answered)), limit);
    }

    /** Whatever never came to an end is given up by the one command that does no harm. */
    private long loosened(long stuck, long request, Deadline limit) throws EquipmentException {
        EquipmentException refusal = points.failures().refused("its mailbox is stuck in request " + stuck);
        if (!knows(Command.DISCARD)) {
            throw refusal;
        }
        try {
            var _ = carryOut(new Call("loosen its stuck mailbox", Command.DISCARD), request, limit);
        } catch (EquipmentException e) {
            refusal.addSuppressed(e);
            throw refusal;
        }
        return unlike(stuck, request);
    }

    /** Not the next one: a late write of an earlier connection must not be taken for this one's. */
    private static long unlike(long one, long other) {
        long number = Math.floorMod(System.nanoTime() / 1_000, (long) LARGEST_REQUEST) + 1;
        while (number == one || number == other) {
            number = number % LARGEST_REQUEST + 1;
        }
        return number;
    }

    /**
     * Reads until it is enough, at least once; empty when it was not in time. A controller at work may refuse a look,
     * which says nothing about the work.
     */
    private Optional<Reading> until(String what, List<Address> addresses, Predicate<Reading> enough, Deadline limit)
            throws EquipmentException {
        Duration pause = Duration.ofMillis(1);
        while (true) {
            boolean last = limit.passed();
            Optional<Reading> seen = look(what, addresses, limit).filter(enough);
            if (seen.isPresent() || last) {
                return seen;
            }
            limit.pause(pause);
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        }
    }

    /** A look that begins in time has a moment of its own, so that the end of waiting is not taken for silence. */
    private Optional<Reading> look(String what, List<Address> addresses, Deadline limit) throws EquipmentException {
        Deadline own = limit.leftMs() < LAST_LOOK.toMillis() ? Deadline.in(LAST_LOOK) : limit;
        try {
            return Optional.of(points.read(what, addresses, own));
        } catch (EquipmentException e) {
            if (e.kind() == Kind.REFUSED) {
                return Optional.empty();
            }
            throw e;
        }
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
