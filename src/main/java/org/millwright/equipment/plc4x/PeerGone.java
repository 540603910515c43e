package org.millwright.equipment.plc4x;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.apache.plc4x.java.api.PlcConnection;
import org.apache.plc4x.java.spi.connection.ChannelExposingConnection;
import org.apache.plc4x.java.spi.events.CloseConnectionEvent;

/**
 * Ends what PLC4X keeps running for a connection when the controller has closed it. PLC4X 0.13.1 ends its timer and its
 * threads only when it closes a connection itself: each reboot of a controller would leave five threads behind.
 */
final class PeerGone extends ChannelInboundHandlerAdapter {
    static PlcConnection watched(PlcConnection plc) {
        if (plc instanceof ChannelExposingConnection exposing) {
            Channel channel = exposing.getChannel();
            channel.pipeline().addLast(new PeerGone());
            if (!channel.isActive()) {
                channel.pipeline().fireUserEventTriggered(new CloseConnectionEvent());
            }
        }
        return plc;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        context.pipeline().fireUserEventTriggered(new CloseConnectionEvent());
        var _ = context.pipeline().close();
        context.fireChannelInactive();
    }
}
