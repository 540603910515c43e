package org.millwright.equipment.plc4x;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;

/**
 * Whether anybody listens at an address. Asked before PLC4X is: where nobody does, that prints a stack trace past every
 * log setting, and a controller that boots is tried again and again.
 */
final class Door {
    private static final Pattern ADDRESS =
            Pattern.compile("([a-z0-9-]+)(?::tcp)?://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(?::([0-9]{1,5}))?(?:[/?].*)?");

    private Door() {}

    static void demandOpen(String address, Failures failures, Deadline deadline) throws EquipmentException {
        Matcher matcher = ADDRESS.matcher(address);
        if (!matcher.matches()) {
            throw failures.refused("is no address of a TCP connection");
        }
        int port = matcher.group(3) == null ? usualPort(matcher.group(1)) : Integer.parseInt(matcher.group(3));
        if (port < 1 || port > 65_535) {
            throw failures.refused("has no port that can be connected to");
        }
        String host = matcher.group(2).replace("[", "").replace("]", "");
        try (Socket socket = new Socket()) {
            int limitMs = (int) Math.min(deadline.leftMs(), Integer.MAX_VALUE);
            socket.connect(new InetSocketAddress(host, port), limitMs);
        } catch (IOException e) {
            throw failures.cannotReach(String.valueOf(e.getMessage()), e);
        }
    }

    private static int usualPort(String protocol) {
        return switch (protocol) {
            case "modbus-tcp" -> 502;
            case "s7", "s7-light" -> 102;
            case "ads" -> 48_898;
            case "eip" -> 44_818;
            default -> 0;
        };
    }
}
