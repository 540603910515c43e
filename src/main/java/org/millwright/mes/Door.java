package org.millwright.mes;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.util.AttributeKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the library in each channel and looks at the chunks (OPC 10000-6 7.1.2) before anything is decoded.
 *
 * <ol>
 *   <li>A chunk is as long as a chunk may be; the chunks of an unfinished message are together at most one chunk long as
 *       long as the channel has no session, and one message long after that.
 *   <li>A channel without encryption carries nothing but requests for endpoints, unless that is configured: the library
 *       would decode whatever a stranger sends before it refuses it.
 *   <li>A channel without a session is closed after a while, also when its session has ended.
 * </ol>
 */
final class Door extends LengthFieldBasedFrameDecoder {
    private static final AttributeKey<Door> KEY = AttributeKey.valueOf("millwright.mes.door");
    private static final int LENGTH_AT = 4;
    /** Type, chunk type, length, channel. */
    private static final int HEADER_BYTES = 12;

    private static final int LONGEST_POLICY = 255;
    /** Security token, sequence number, request. */
    private static final int SYMMETRIC_BYTES = 12;
    /** Binary encodings of FindServers, GetEndpoints and CloseSecureChannel requests (OPC 10000-6 A.3). */
    private static final Set<Integer> BEFORE_ENCRYPTION = Set.of(422, 428, 452);

    private final Channel channel;
    private final InetAddress from;
    private final House house;
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicInteger waits = new AtomicInteger();
    private long unfinishedBytes;
    private boolean plain;

    /** What all doors share. */
    record House(MesSettings settings, Lobby lobby, Notices notices) {}

    private Door(Channel channel, InetAddress from, House house) {
        super(
                ByteOrder.LITTLE_ENDIAN,
                house.settings().messages().chunkBytes(),
                LENGTH_AT,
                Integer.BYTES,
                -(LENGTH_AT + Integer.BYTES),
                0,
                true);
        this.channel = channel;
        this.from = from;
        this.house = house;
    }

    /** Puts a door before everything else in a new channel, or closes it. */
    static void hang(Channel channel, House house) {
        if (!(channel.remoteAddress() instanceof InetSocketAddress remote)) {
            var _ = channel.close();
            return;
        }
        Door door = new Door(channel, remote.getAddress(), house);
        channel.attr(KEY).set(door);
        if (!house.lobby().enter(door)) {
            var _ = channel.close();
            return;
        }
        var _ = channel.closeFuture().addListener(_ -> house.lobby().leave(door));
        channel.pipeline().addFirst(door, new Answers(door));
        door.awaitSession();
    }

    static @Nullable Door of(Channel channel) {
        return channel.attr(KEY).get();
    }

    InetAddress from() {
        return from;
    }

    boolean isWaiting() {
        return sessions.get() == 0;
    }

    void sessionBegins() {
        sessions.incrementAndGet();
    }

    void sessionEnds() {
        if (sessions.decrementAndGet() == 0) {
            awaitSession();
        }
    }

    private void awaitSession() {
        int wait = waits.incrementAndGet();
        long within = house.settings().channels().sessionWithin().toMillis();
        var _ = channel.eventLoop()
                .schedule(
                        () -> {
                            if (isWaiting() && wait == waits.get() && channel.isOpen()) {
                                refuse("idle", "has opened no session in time");
                            }
                        },
                        within,
                        TimeUnit.MILLISECONDS);
    }

    void shut() {
        var _ = channel.close();
    }

    private void refuse(String kind, String what) {
        house.notices().tell(kind + " " + from, "a client at " + from.getHostAddress() + " " + what + ": closed");
        shut();
    }

    @Override
    protected @Nullable Object decode(ChannelHandlerContext ctx, ByteBuf in) throws Exception {
        Object frame = super.decode(ctx, in);
        if (frame instanceof ByteBuf chunk && !passes(chunk)) {
            chunk.release();
            in.skipBytes(in.readableBytes());
            return null;
        }
        return frame;
    }

    private boolean passes(ByteBuf chunk) {
        if (!channel.isOpen()) {
            return false;
        }
        String type =
                chunk.toString(chunk.readerIndex(), Math.min(3, chunk.readableBytes()), StandardCharsets.US_ASCII);
        return switch (type) {
            case "HEL" -> true;
            case "OPN", "MSG", "CLO" -> sized(chunk) && allowed(type, chunk);
            default -> {
                refuse("type", "speaks no OPC UA");
                yield false;
            }
        };
    }

    private boolean sized(ByteBuf chunk) {
        if (chunk.readableBytes() < HEADER_BYTES) {
            refuse("short", "sends chunks without a header");
            return false;
        }
        boolean unfinished = chunk.getByte(chunk.readerIndex() + 3) == 'C';
        unfinishedBytes = unfinished ? unfinishedBytes + chunk.readableBytes() : 0;
        MesSettings.Messages limits = house.settings().messages();
        if (unfinishedBytes > (isWaiting() ? limits.chunkBytes() : limits.bytes())) {
            refuse("endless", "sends a message without an end");
            return false;
        }
        return true;
    }

    private boolean allowed(String type, ByteBuf chunk) {
        if (type.equals("OPN")) {
            plain = policy(chunk).endsWith("#None");
            return true;
        }
        if (!plain || house.settings().unsecured() || type.equals("CLO")) {
            return true;
        }
        int at = chunk.readerIndex() + HEADER_BYTES + SYMMETRIC_BYTES;
        boolean discovery = chunk.readableBytes() >= HEADER_BYTES + SYMMETRIC_BYTES + 4
                && chunk.getByte(chunk.readerIndex() + 3) == 'F'
                && chunk.getByte(at) == 1 // a numeric id of four bytes
                && chunk.getByte(at + 1) == 0
                && BEFORE_ENCRYPTION.contains(chunk.getUnsignedShortLE(at + 2));
        if (!discovery) {
            house.notices()
                    .tell(
                            "plain " + from,
                            "a client at " + from.getHostAddress()
                                    + " asks for more than the endpoints without encryption: refused");
            Refusals.send(channel, StatusCodes.Bad_SecurityPolicyRejected);
        }
        return discovery;
    }

    private static String policy(ByteBuf chunk) {
        int at = chunk.readerIndex() + HEADER_BYTES;
        if (chunk.readableBytes() < HEADER_BYTES + Integer.BYTES) {
            return "";
        }
        int length = chunk.getIntLE(at);
        boolean there = length >= 0
                && length <= LONGEST_POLICY
                && chunk.readableBytes() >= HEADER_BYTES + Integer.BYTES + length;
        return there ? chunk.toString(at + Integer.BYTES, length, StandardCharsets.UTF_8) : "";
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        refuse(
                cause.getClass().getName(),
                cause instanceof TooLongFrameException ? "sends too long chunks" : "sends what cannot be read");
    }

    /** Watches what the library answers: its refusals are told here, its own log is off. */
    private static final class Answers extends ChannelOutboundHandlerAdapter {
        private final Door door;

        Answers(Door door) {
            this.door = door;
        }

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            if (message instanceof ByteBuf bytes && Refusals.isOne(bytes)) {
                String status = Refusals.status(bytes);
                door.house
                        .notices()
                        .tell(
                                status + " " + door.from,
                                "a client at " + door.from.getHostAddress() + " was refused: " + status);
            }
            var _ = ctx.write(message, promise);
        }
    }
}
