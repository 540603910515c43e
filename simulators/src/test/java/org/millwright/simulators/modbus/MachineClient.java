package org.millwright.simulators.modbus;

import com.digitalpetri.modbus.client.ModbusTcpClient;
import com.digitalpetri.modbus.exceptions.ModbusException;
import com.digitalpetri.modbus.exceptions.ModbusExecutionException;
import com.digitalpetri.modbus.pdu.ReadCoilsRequest;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersRequest;
import com.digitalpetri.modbus.pdu.ReadInputRegistersRequest;
import com.digitalpetri.modbus.pdu.WriteMultipleRegistersRequest;
import com.digitalpetri.modbus.pdu.WriteSingleCoilRequest;
import com.digitalpetri.modbus.tcp.client.NettyTcpClientTransport;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import org.millwright.simulators.config.ModbusSettings.ByteOrder;

/** A client of one Modbus controller; registers are counted from 1, as in the map. */
final class MachineClient implements AutoCloseable {
    private static final int UNIT = 1;
    private static final Duration TIMEOUT = Duration.ofSeconds(4);
    private static final int MAX_WRITE = 123;
    private static final int MAX_READ = 125;

    private final ModbusTcpClient client;
    private final ByteOrder order;

    private MachineClient(ModbusTcpClient client, ByteOrder order) {
        this.client = client;
        this.order = order;
    }

    static MachineClient connect(String endpoint, ByteOrder order) throws ModbusException {
        int port = port(endpoint);
        ModbusTcpClient client = ModbusTcpClient.create(
                NettyTcpClientTransport.create(
                        config -> config.setHostname("127.0.0.1").setPort(port).setConnectPersistent(false)),
                config -> config.setRequestTimeout(TIMEOUT));
        try {
            client.connect();
        } catch (ModbusExecutionException failed) {
            throw new AssertionError(failed);
        }
        return new MachineClient(client, order);
    }

    static int port(String endpoint) {
        return URI.create(endpoint.substring("modbus-tcp:".length())).getPort();
    }

    Registers input(int first, int count) throws ModbusException {
        return new Registers(
                client.readInputRegisters(UNIT, new ReadInputRegistersRequest(first - 1, count))
                        .registers(),
                order);
    }

    Registers holding(int first, int count) throws ModbusException {
        return new Registers(
                client.readHoldingRegisters(UNIT, new ReadHoldingRegistersRequest(first - 1, count))
                        .registers(),
                order);
    }

    /** In as many requests as it takes. */
    byte[] bytes(int first, int length) throws ModbusException {
        byte[] all = new byte[length + 1];
        int registers = (length + 1) / 2;
        for (int at = 0; at < registers; at += MAX_READ) {
            byte[] some =
                    holding(first + at, Math.min(MAX_READ, registers - at)).bytes();
            System.arraycopy(some, 0, all, 2 * at, some.length);
        }
        return Arrays.copyOf(all, length);
    }

    void write(int first, Registers values) throws ModbusException {
        byte[] bytes = values.bytes();
        for (int at = 0; at < bytes.length; at += 2 * MAX_WRITE) {
            byte[] some = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 2 * MAX_WRITE));
            client.writeMultipleRegisters(
                    UNIT, new WriteMultipleRegistersRequest(first - 1 + at / 2, some.length / 2, some));
        }
    }

    boolean coil() throws ModbusException {
        return (client.readCoils(UNIT, new ReadCoilsRequest(0, 1)).coils()[0] & 1) != 0;
    }

    void writeCoil(boolean on) throws ModbusException {
        client.writeSingleCoil(UNIT, new WriteSingleCoilRequest(0, on));
    }

    ModbusTcpClient raw() {
        return client;
    }

    ByteOrder order() {
        return order;
    }

    @Override
    public void close() {
        try {
            client.disconnect();
        } catch (ModbusExecutionException failed) {
            throw new AssertionError(failed);
        }
    }
}
