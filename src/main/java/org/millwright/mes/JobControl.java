package org.millwright.mes;

import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.millwright.mes.ReturnStatus.Reply;
import org.millwright.mes.model.JobOrderDataType;
import org.millwright.upgrade.Answer;
import org.millwright.upgrade.Job;
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
        return accept(sent, person, true, orders::store);
    }

    Reply storeAndStart(JobOrderDataType sent, Person person) {
        return accept(sent, person, true, orders::storeAndStart);
    }

    Reply update(JobOrderDataType sent, Person person) {
        return accept(sent, person, false, orders::update);
    }

    private interface Acceptance {
        Answer ask(RunId id, org.millwright.upgrade.JobOrder order, Person person);
    }

    private Reply accept(JobOrderDataType sent, Person person, boolean repeatable, Acceptance acceptance) {
        return within(person, () -> {
            byte[] encoded = encoding.apply(sent);
            Optional<Job> same = again(sent.jobOrderId(), encoded);
            if (same.isPresent() && repeatable) {
                // What was understood once is not judged by the plans and the time of today.
                return reply(acceptance.ask(same.get().id(), same.get().order(), person));
            }
            try {
                OrderReader.Read read = reader.read(sent, encoded);
                return reply(acceptance.ask(read.id(), read.order(), person));
            } catch (NotAccepted e) {
                return e.reply();
            }
        });
    }

    /** The listed job order that was sent in the very same words. */
    private Optional<Job> again(@Nullable String id, byte[] encoded) {
        String document = Base64.getEncoder().encodeToString(encoded);
        return known(id == null ? "" : id)
                .filter(job -> job.listed() && job.order().document().equals(document));
    }

    Reply command(Command command, String id, Person person) {
        return within(
                person,
                () -> known(id)
                        .map(job -> reply(command.ask(orders, job.id(), person)))
                        .orElseGet(() -> Reply.not("there is no such job order", ReturnStatus.UNKNOWN_JOB_ORDER_ID)));
    }

    /** Empty for what can be no id, and for another line's order. */
    private Optional<Job> known(String id) {
        try {
            return orders.job(new RunId(id)).filter(job -> job.order().line().equals(reader.line()));
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
