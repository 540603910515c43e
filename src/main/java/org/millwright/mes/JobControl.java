package org.millwright.mes;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.millwright.mes.ReturnStatus.Reply;
import org.millwright.mes.model.JobOrderDataType;
import org.millwright.upgrade.Answer;
import org.millwright.upgrade.Orders;
import org.millwright.upgrade.RunId;
import org.millwright.upgrade.Upgrades.Person;
import org.millwright.upgrade.journal.JournalBrokenException;

/**
 * What both faces ask of one line's job orders. Judges, writes one journal row at most and returns; everything else
 * follows from the row.
 */
final class JobControl {
    /** Of the journal's people; the panel takes as many. */
    static final int LONGEST_COMMENT = 1_000;

    private final Orders orders;
    private final OrderReader reader;
    private final Function<JobOrderDataType, byte[]> encoding;

    JobControl(Orders orders, OrderReader reader, Function<JobOrderDataType, byte[]> encoding) {
        this.orders = orders;
        this.reader = reader;
        this.encoding = encoding;
    }

    Reply store(JobOrderDataType sent, Person person) {
        return accept(sent, person, orders::store);
    }

    Reply storeAndStart(JobOrderDataType sent, Person person) {
        return accept(sent, person, orders::storeAndStart);
    }

    Reply update(JobOrderDataType sent, Person person) {
        return accept(sent, person, orders::update);
    }

    private interface Acceptance {
        Answer ask(RunId id, org.millwright.upgrade.JobOrder order, Person person);
    }

    private Reply accept(JobOrderDataType sent, Person person, Acceptance acceptance) {
        return within(person, () -> {
            try {
                OrderReader.Read read = reader.read(sent, encoding.apply(sent));
                return reply(acceptance.ask(read.id(), read.order(), person));
            } catch (NotAccepted e) {
                return e.reply();
            }
        });
    }

    Reply command(Command command, String id, Person person) {
        return within(
                person,
                () -> known(id)
                        .map(run -> reply(command.ask(orders, run, person)))
                        .orElseGet(() ->
                                Reply.not("there is no job order '" + id + "'", ReturnStatus.UNKNOWN_JOB_ORDER_ID)));
    }

    /** Empty for what can be no id, and for another line's order. */
    private Optional<RunId> known(String id) {
        try {
            RunId run = new RunId(id);
            return orders.job(run)
                    .filter(job -> job.order().line().equals(reader.line()))
                    .map(_ -> run);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Reply within(Person person, Supplier<Reply> work) {
        if (person.comment().length() > LONGEST_COMMENT) {
            return OrderParameter.refused("a comment has %d characters at most".formatted(LONGEST_COMMENT))
                    .reply();
        }
        try {
            return work.get();
        } catch (JournalBrokenException e) {
            return Reply.not(
                    "the journal cannot be used, look before asking again: " + e.getMessage(),
                    ReturnStatus.UNSPECIFIED);
        }
    }

    private static Reply reply(Answer answer) {
        return switch (answer) {
            case Answer.Done _ -> Reply.DONE;
            case Answer.Deferred(String why) -> Reply.not(why, ReturnStatus.NOT_AT_SAFE_POINT);
            case Answer.Refused(Set<Answer.Ground> grounds, String why) -> {
                Set<ReturnStatus> bits = EnumSet.noneOf(ReturnStatus.class);
                grounds.forEach(ground -> bits.add(bit(ground)));
                yield new Reply(bits, why);
            }
        };
    }

    private static ReturnStatus bit(Answer.Ground ground) {
        return switch (ground) {
            case UNKNOWN_ORDER -> ReturnStatus.UNKNOWN_JOB_ORDER_ID;
            case STATE -> ReturnStatus.INVALID_JOB_ORDER_STATUS;
            case NOT_ACCEPTED -> ReturnStatus.UNABLE_TO_ACCEPT;
            case BUSY -> ReturnStatus.BUSY;
            case DUPLICATE -> ReturnStatus.DUPLICATE_JOB_ORDER_ID;
            case LIST_FULL -> ReturnStatus.LIST_FULL;
            case ROLLBACK_IN_PROGRESS -> ReturnStatus.ROLLBACK_IN_PROGRESS;
            case OUTSIDE_WINDOW -> ReturnStatus.OUTSIDE_WINDOW;
        };
    }
}
