package org.millwright.simulators.modbus;

import com.digitalpetri.modbus.ExceptionCode;
import java.util.Optional;
import org.millwright.simulators.config.ModbusSettings.ByteOrder;
import org.millwright.simulators.faults.FaultKind;
import org.millwright.simulators.plc.Plc;
import org.millwright.simulators.plc.PlcRefusal;

/**
 * Holding registers 4001 to 4012: a command, its arguments and the number of the request.
 *
 * <ol>
 *   <li>Writing a request number that is neither 0 nor answered carries the command out; result and answered are set before
 *       the write itself is answered.
 *   <li>The same number again does nothing, over lost connections and reboots.
 *   <li>A stuck mailbox takes requests and answers none, until a discard is requested or the power was off.
 * </ol>
 */
final class Mailbox implements Area {
    private static final int FIRST = 4001;
    private static final int COUNT = 12;
    private static final int REQUEST = 11;
    private static final int DISCARD = 5;

    private final Plc plc;
    private final ProgramMemory memory;
    private final UpdateCommands update;
    private Registers registers;
    private int answered;
    private Outcome outcome = Outcome.DONE;
    private boolean stuck;

    Mailbox(Plc plc, ByteOrder order, ProgramMemory memory) {
        this.plc = plc;
        this.memory = memory;
        this.update = new UpdateCommands(plc);
        this.registers = Registers.empty(COUNT, order);
    }

    @Override
    public int first() {
        return FIRST;
    }

    @Override
    public int count() {
        return COUNT;
    }

    @Override
    public synchronized byte[] read(int at, int count) {
        return registers.slice(at, count);
    }

    @Override
    public synchronized void write(int at, byte[] bytes) throws NotTaken {
        Registers written = registers.overlaid(at, bytes);
        boolean requested = at + bytes.length / Registers.BYTES > REQUEST;
        if (requested && written.uint16(REQUEST) == 0) {
            throw new NotTaken(ExceptionCode.ILLEGAL_DATA_VALUE);
        }
        registers = written;
        if (requested && registers.uint16(REQUEST) != answered) {
            answer(Arguments.of(registers));
        }
    }

    private void answer(Arguments given) {
        stuck = given.command() != DISCARD && (stuck || plc.strikes(FaultKind.STUCK_MAILBOX));
        if (stuck) {
            return;
        }
        try {
            outcome = perform(given);
        } catch (PlcRefusal refusal) {
            outcome = Outcome.of(refusal, !needsPreparation(given.command()) || update.isPrepared());
        }
        answered = registers.uint16(REQUEST);
    }

    private Outcome perform(Arguments given) throws PlcRefusal {
        return switch (given.command()) {
            case 1 -> memory.begin(given);
            case 2 -> memory.block(given);
            case 3 -> memory.commit();
            case 4 -> update.activate(given);
            case DISCARD -> memory.discard();
            case 6 -> update.prepare();
            case 7 -> update.resume();
            case 8 -> update.confirm();
            case 9 -> update.acknowledge();
            case 10 -> memory.read(given);
            default -> Outcome.UNKNOWN_COMMAND;
        };
    }

    /** Begin, block, commit and activate. */
    private static boolean needsPreparation(int command) {
        return command <= 4;
    }

    synchronized void powerLost() {
        stuck = false;
        memory.powerLost();
    }

    /** What the status registers show of it. */
    synchronized State state() {
        return new State(answered, outcome, memory.progress(), memory.blockCrc(), memory.readBytes());
    }

    /** The mailbox at an instant. */
    record State(int answered, Outcome outcome, Optional<Transfer.Progress> open, long blockCrc, long readBytes) {}
}
