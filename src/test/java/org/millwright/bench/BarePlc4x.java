package org.millwright.bench;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.plc4x.java.api.PlcConnection;
import org.apache.plc4x.java.api.PlcDriverManager;
import org.apache.plc4x.java.api.messages.PlcReadRequest;
import org.apache.plc4x.java.api.messages.PlcReadResponse;
import org.apache.plc4x.java.api.types.PlcResponseCode;

/** PLC4X as its users use it: one request in flight, waited for. */
record BarePlc4x(PlcConnection connection) implements AutoCloseable {
    static BarePlc4x connect(String address) throws Exception {
        return new BarePlc4x(
                PlcDriverManager.getDefault().getConnectionManager().getConnection(address));
    }

    /** Writes it into the window, from its beginning again when it is full; nanoseconds. */
    long fill(byte[] content) throws Exception {
        long start = System.nanoTime();
        for (ModbusWindow.Piece piece : ModbusWindow.pieces(content.length)) {
            ByteBuffer bytes = ByteBuffer.wrap(content, piece.from(), 2 * piece.registers());
            Object[] values = new Object[piece.registers()];
            Arrays.setAll(values, _ -> Short.toUnsignedInt(bytes.getShort()));
            String address = "holding-register:%d:UINT[%d]".formatted(piece.register(), piece.registers());
            PlcResponseCode code = connection
                    .writeRequestBuilder()
                    .addTagAddress("it", address, values)
                    .build()
                    .execute()
                    .get()
                    .getResponseCode("it");
            demand(code);
        }
        return System.nanoTime() - start;
    }

    /** Reads each tag by a request of its own; nanoseconds. */
    long readOneByOne(List<String> addresses) throws Exception {
        long start = System.nanoTime();
        for (String address : addresses) {
            read(List.of(address));
        }
        return System.nanoTime() - start;
    }

    /** Reads all by one request, which PLC4X cuts as it likes; nanoseconds. */
    long readTogether(List<String> addresses) throws Exception {
        long start = System.nanoTime();
        read(addresses);
        return System.nanoTime() - start;
    }

    private void read(List<String> addresses) throws Exception {
        PlcReadRequest.Builder request = connection.readRequestBuilder();
        addresses.forEach(address -> request.addTagAddress(address, address));
        PlcReadResponse response = request.build().execute().get();
        addresses.forEach(address -> demand(response.getResponseCode(address)));
    }

    private static void demand(PlcResponseCode code) {
        if (code != PlcResponseCode.OK) {
            throw new IllegalStateException("refused: " + code);
        }
    }

    @Override
    public void close() throws Exception {
        connection.close();
    }
}
