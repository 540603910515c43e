package org.millwright.equipment;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Passes Modbus TCP on to a controller and counts the client's requests by function code. */
final class ModbusTap implements AutoCloseable {
    private static final int LENGTH_AT = 4;
    private static final int HEAD = 6;
    private static final int FUNCTION_AT = 1;

    private final ServerSocket listening;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Map<Integer, Integer> counts = new ConcurrentHashMap<>();

    private ModbusTap(ServerSocket listening, int target) {
        this.listening = listening;
        this.target = target;
    }

    static ModbusTap to(int port) throws IOException {
        ModbusTap tap = new ModbusTap(new ServerSocket(0, 8, InetAddress.getLoopbackAddress()), port);
        Thread.ofVirtual().start(tap::accept);
        return tap;
    }

    String address() {
        return "modbus-tcp:tcp://127.0.0.1:%d?default-unit-identifier=1".formatted(listening.getLocalPort());
    }

    /** Requests so far, by function code (Modbus Application Protocol 1.1b3, 5). */
    Map<Integer, Integer> requests() {
        return new TreeMap<>(counts);
    }

    /** Requests that are not among 1 to 4, the four that read. */
    Set<Integer> otherThanReads() {
        return counts.keySet().stream().filter(f -> f < 1 || f > 4).collect(Collectors.toSet());
    }

    private void accept() {
        try {
            while (!listening.isClosed()) {
                Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                sockets.add(client);
                sockets.add(server);
                Thread.ofVirtual().start(() -> requests(client, server));
                Thread.ofVirtual().start(() -> answers(server, client));
            }
        } catch (IOException e) {
            close();
        }
    }

    private void requests(Socket from, Socket to) {
        try (from;
                to) {
            DataInputStream in = new DataInputStream(from.getInputStream());
            OutputStream out = to.getOutputStream();
            byte[] head = new byte[HEAD];
            while (true) {
                in.readFully(head);
                int length = ((head[LENGTH_AT] & 0xFF) << 8) | (head[LENGTH_AT + 1] & 0xFF);
                byte[] rest = in.readNBytes(length);
                counts.merge(rest[FUNCTION_AT] & 0xFF, 1, Integer::sum);
                out.write(head);
                out.write(rest);
            }
        } catch (IOException e) {
            sockets.remove(from);
        }
    }

    private void answers(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            sockets.remove(from);
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
