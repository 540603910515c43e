package org.millwright.bench;

import com.digitalpetri.modbus.client.ModbusTcpClient;
import com.digitalpetri.modbus.exceptions.ModbusExecutionException;
import com.digitalpetri.modbus.pdu.WriteMultipleRegistersRequest;
import com.digitalpetri.modbus.tcp.client.NettyTcpClientTransport;
import java.net.URI;
import java.util.Arrays;

/** The library that serves the simulators, as a client: the limit of the protocol with one request in flight. */
record BareModbus(ModbusTcpClient client) implements AutoCloseable {
    private static final int UNIT = 1;

    static BareModbus connect(String address) throws ModbusExecutionException {
        int port = URI.create(address.substring(address.indexOf(':') + 1)).getPort();
        ModbusTcpClient client = ModbusTcpClient.create(NettyTcpClientTransport.create(
                config -> config.setHostname("127.0.0.1").setPort(port)));
        client.connect();
        return new BareModbus(client);
    }

    /** As {@link BarePlc4x#fill}. */
    long fill(byte[] content) throws Exception {
        long start = System.nanoTime();
        for (ModbusWindow.Piece piece : ModbusWindow.pieces(content.length)) {
            byte[] values = Arrays.copyOfRange(content, piece.from(), piece.from() + 2 * piece.registers());
            client.writeMultipleRegisters(
                    UNIT, new WriteMultipleRegistersRequest(piece.register() - 1, piece.registers(), values));
        }
        return System.nanoTime() - start;
    }

    @Override
    public void close() throws ModbusExecutionException {
        client.disconnect();
    }
}
