package org.millwright.simulators.modbus;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The clients of one server, and what each may use of it. */
final class Connections {
    static final int MOST = 16;
    private static final int MOST_WAITING = 32;
    private static final int SLOW_MS = 2_000;
    private static final int HEADER_BYTES = 6;

    /** A unit identifier and a PDU of at least 1 byte. */
    private static final int MIN_LENGTH = 2;

    /** A bit more than the 254 of MODBUS Messaging on TCP/IP 4.1, so that a request that is too long gets an answer. */
    private static final int MAX_LENGTH = 300;

    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final BooleanSupplier slow;

    /** @param slow asked at each answer; true makes it take 2 s */
    Connections(BooleanSupplier slow) {
        this.slow = slow;
    }

    /** Takes a new client, or sends it away when there are too many. */
    void add(ChannelPipeline pipeline) {
        Channel channel = pipeline.channel();
        if (channels.size() >= MOST) {
            var _ = channel.close();
            return;
        }
        channels.add(channel);
        pipeline.addFirst(new Frames());
        pipeline.addBefore(pipeline.lastContext().name(), "manners", new Manners());
    }

    /** All are closed when this returns. Not for the network threads. */
    void cut() {
        channels.close().awaitUninterruptibly();
    }

    /** Lets whole frames of Modbus through, and ends the connection of whoever speaks anything else. */
    private static final class Frames extends ByteToMessageDecoder {
        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
            if (in.readableBytes() < HEADER_BYTES) {
                return;
            }
            int protocol = in.getUnsignedShort(in.readerIndex() + 2);
            int length = in.getUnsignedShort(in.readerIndex() + 4);
            if (protocol != 0 || length < MIN_LENGTH || length > MAX_LENGTH) {
                in.skipBytes(in.readableBytes());
                var _ = context.close();
            } else if (in.readableBytes() >= HEADER_BYTES + length) {
                out.add(in.readRetainedSlice(HEADER_BYTES + length));
            }
        }
    }

    /** Reads no more from a client whose requests or answers pile up, and makes answers late. */
    private final class Manners extends ChannelDuplexHandler {
        private int waiting;

        @Override
        public void channelRead(ChannelHandlerContext context, Object request) {
            waiting++;
            listen(context);
            context.fireChannelRead(request);
        }

        @Override
        public void write(ChannelHandlerContext context, Object answer, ChannelPromise promise) {
            if (slow.getAsBoolean()) {
                Runnable tell = () -> {
                    var _ = context.writeAndFlush(answer, promise);
                    answered(context);
                };
                var _ = context.executor().schedule(tell, SLOW_MS, TimeUnit.MILLISECONDS);
            } else {
                var _ = context.write(answer, promise);
                answered(context);
            }
        }

        private void answered(ChannelHandlerContext context) {
            waiting--;
            listen(context);
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            listen(context);
            context.fireChannelWritabilityChanged();
        }

        private void listen(ChannelHandlerContext context) {
            Channel channel = context.channel();
            channel.config().setAutoRead(waiting < MOST_WAITING && channel.isWritable());
        }
    }
}
