package org.millwright.simulators.modbus;

import com.digitalpetri.modbus.ExceptionCode;
import com.digitalpetri.modbus.MbapHeader;
import com.digitalpetri.modbus.ModbusTcpFrame;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.millwright.simulators.faults.FaultKind;
import org.millwright.simulators.modbus.Area.NotTaken;
import org.millwright.simulators.plc.Plc;

/**
 * Answers requests (MODBUS Application Protocol V1.1b3, ch. 6): functions 1 to 6, 15 and 16. Whatever does not make sense is
 * answered with an exception, never with silence. Not for two requests at once.
 */
final class Requests {
    private static final int READ_COILS = 1;
    private static final int READ_DISCRETE_INPUTS = 2;
    private static final int READ_HOLDING_REGISTERS = 3;
    private static final int READ_INPUT_REGISTERS = 4;
    private static final int WRITE_SINGLE_COIL = 5;
    private static final int WRITE_SINGLE_REGISTER = 6;
    private static final int WRITE_MULTIPLE_COILS = 15;
    private static final int WRITE_MULTIPLE_REGISTERS = 16;

    /** Of every request here: function, address, and a count or value. */
    private static final int HEAD_BYTES = 5;

    private static final int COIL_ON = 0xFF00;
    private static final int EXCEPTION = 0x80;

    /** Answers that the fault exception-codes spoils. */
    private static final int SPOILED = 8;

    private final Plc plc;
    private final RegisterMap map;
    private final int unit;
    private int spoiled;

    Requests(Plc plc, RegisterMap map, int unit) {
        this.plc = plc;
        this.map = map;
        this.unit = unit;
    }

    ModbusTcpFrame answer(ModbusTcpFrame request) {
        MbapHeader header = request.header();
        byte[] pdu = new byte[request.pdu().remaining()];
        request.pdu().get(pdu);
        byte[] answer;
        try {
            answer = answer(header.unitId(), pdu);
        } catch (NotTaken refused) {
            answer = new byte[] {
                (byte) (pdu[0] | EXCEPTION), (byte) refused.code().getCode()
            };
        }
        return new ModbusTcpFrame(
                new MbapHeader(header.transactionId(), 0, answer.length + 1, header.unitId()), ByteBuffer.wrap(answer));
    }

    private byte[] answer(int addressed, byte[] pdu) throws NotTaken {
        if (addressed != unit) {
            throw new NotTaken(ExceptionCode.GATEWAY_TARGET_DEVICE_FAILED_TO_RESPONSE);
        }
        spoil();
        requireShape(pdu);
        ByteBuffer fields = ByteBuffer.wrap(pdu);
        int function = fields.get();
        int address = Short.toUnsignedInt(fields.getShort());
        int value = Short.toUnsignedInt(fields.getShort());
        return switch (function) {
            case READ_COILS, READ_DISCRETE_INPUTS ->
                read(function, new byte[] {(byte) (map.readBit(address, value) ? 1 : 0)});
            case READ_HOLDING_REGISTERS -> read(function, map.readHolding(address, value));
            case READ_INPUT_REGISTERS -> read(function, map.readInput(address, value));
            case WRITE_SINGLE_COIL -> {
                if (value != COIL_ON && value != 0) {
                    throw new NotTaken(ExceptionCode.ILLEGAL_DATA_VALUE);
                }
                map.writeBit(address, 1, value == COIL_ON);
                yield written(pdu);
            }
            case WRITE_SINGLE_REGISTER -> {
                map.writeHolding(address, new byte[] {pdu[3], pdu[4]});
                yield written(pdu);
            }
            case WRITE_MULTIPLE_COILS -> {
                map.writeBit(address, value, (pdu[HEAD_BYTES + 1] & 1) != 0);
                yield written(pdu);
            }
            case WRITE_MULTIPLE_REGISTERS -> {
                byte[] bytes = new byte[Registers.BYTES * value];
                fields.get(HEAD_BYTES + 1, bytes);
                map.writeHolding(address, bytes);
                yield written(pdu);
            }
            default -> throw new NotTaken(ExceptionCode.ILLEGAL_FUNCTION);
        };
    }

    private void spoil() throws NotTaken {
        if (spoiled == 0 && plc.strikes(FaultKind.EXCEPTION_CODES)) {
            spoiled = SPOILED;
        }
        if (spoiled > 0) {
            spoiled--;
            throw new NotTaken(spoiled % 2 == 0 ? ExceptionCode.SLAVE_DEVICE_BUSY : ExceptionCode.SLAVE_DEVICE_FAILURE);
        }
    }

    /** Refuses a request that is not as long as it says; a function that does not exist has no length. */
    private static void requireShape(byte[] pdu) throws NotTaken {
        int function = pdu[0];
        boolean multiple = function == WRITE_MULTIPLE_COILS || function == WRITE_MULTIPLE_REGISTERS;
        if (!multiple && (function < READ_COILS || function > WRITE_SINGLE_REGISTER)) {
            throw new NotTaken(ExceptionCode.ILLEGAL_FUNCTION);
        }
        boolean whole = multiple ? pdu.length > HEAD_BYTES + 1 : pdu.length == HEAD_BYTES;
        if (whole && multiple) {
            int count = Short.toUnsignedInt(ByteBuffer.wrap(pdu).getShort(3));
            int bytes = function == WRITE_MULTIPLE_COILS ? (count + 7) / 8 : Registers.BYTES * count;
            whole = Byte.toUnsignedInt(pdu[HEAD_BYTES]) == bytes && pdu.length == HEAD_BYTES + 1 + bytes;
        }
        if (!whole) {
            throw new NotTaken(ExceptionCode.ILLEGAL_DATA_VALUE);
        }
    }

    private static byte[] read(int function, byte[] data) {
        return ByteBuffer.allocate(2 + data.length)
                .put((byte) function)
                .put((byte) data.length)
                .put(data)
                .array();
    }

    private static byte[] written(byte[] pdu) {
        return Arrays.copyOf(pdu, HEAD_BYTES);
    }
}
