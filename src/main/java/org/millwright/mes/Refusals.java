package org.millwright.mes;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.nio.charset.StandardCharsets;
import org.eclipse.milo.opcua.stack.core.StatusCodes;

/** Error messages of the transport (OPC 10000-6 7.1.2.5): the channel ends with them. */
final class Refusals {
    private static final int STATUS_AT = 8;
    private static final int BYTES = 16;

    private Refusals() {}

    static boolean isOne(ByteBuf bytes) {
        return bytes.readableBytes() >= BYTES
                && bytes.toString(bytes.readerIndex(), 3, StandardCharsets.US_ASCII)
                        .equals("ERR");
    }

    static String status(ByteBuf bytes) {
        long code = bytes.getUnsignedIntLE(bytes.readerIndex() + STATUS_AT);
        return StatusCodes.lookup(code).map(names -> names[0]).orElse("status " + Long.toHexString(code));
    }

    /** Says why, and closes. */
    static void send(Channel channel, long status) {
        ByteBuf error = channel.alloc().buffer(BYTES);
        error.writeCharSequence("ERRF", StandardCharsets.US_ASCII);
        error.writeIntLE(BYTES).writeIntLE((int) status).writeIntLE(-1);
        var _ = channel.writeAndFlush(error).addListener(ChannelFutureListener.CLOSE);
    }
}
