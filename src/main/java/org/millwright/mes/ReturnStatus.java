package org.millwright.mes;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;

/**
 * Bits of the ReturnStatus that every Job Control method gives (OPC 10031-4 Annex B.2, Table 95). Those from 33 on are
 * our own and say more about a standard one beside them.
 */
enum ReturnStatus {
    NO_ERROR(0),
    UNKNOWN_JOB_ORDER_ID(1),
    /** The job order's state does not allow it. */
    INVALID_JOB_ORDER_STATUS(3),
    UNABLE_TO_ACCEPT(4),
    /** Millwright itself could not: its journal cannot be written. Whether the command counts, only looking tells. */
    UNSPECIFIED(32),
    /** Recorded; carried out at the next safe point. */
    NOT_AT_SAFE_POINT(34),
    /** The job order is being loaded or executed already. */
    BUSY(35),
    UNKNOWN_WORK_MASTER(36),
    /** Other equipment than the plan's. */
    UNKNOWN_EQUIPMENT(37),
    /** A parameter or field is unknown, missing, given twice, of a wrong type or out of range. */
    INVALID_PARAMETER(38),
    /** Start and end time leave no window. */
    OUTSIDE_WINDOW(39),
    /** The id names another job order. */
    DUPLICATE_JOB_ORDER_ID(40),
    LIST_FULL(41),
    ROLLBACK_IN_PROGRESS(42),
    /** The plan's hash is another one than the order says. */
    HASH_MISMATCH(43);

    private final int bit;

    ReturnStatus(int bit) {
        this.bit = bit;
    }

    static ULong of(Set<ReturnStatus> bits) {
        long value = 0;
        for (ReturnStatus status : bits) {
            value |= 1L << status.bit;
        }
        return ULong.valueOf(value);
    }

    /**
     * What a method answers.
     *
     * @param text for people; empty when there is nothing to say
     */
    record Reply(Set<ReturnStatus> bits, String text) {
        static final Reply DONE = new Reply(EnumSet.of(NO_ERROR), "");

        Reply {
            bits = Set.copyOf(bits);
        }

        static Reply not(String text, ReturnStatus... bits) {
            return new Reply(Set.of(bits), text);
        }

        boolean done() {
            return bits.contains(NO_ERROR);
        }

        ULong status() {
            return ReturnStatus.of(bits);
        }

        @Override
        public String toString() {
            return bits.stream().sorted().map(Enum::name).collect(Collectors.joining("+"));
        }
    }
}
