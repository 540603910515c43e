package org.millwright.equipment.opcua;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands between a client and a server without message security, and notes which services the client asks for: the
 * number of each request's encoding id (OPC 10000-6 5.2, 6.7, 7.1).
 */
final class ServiceRecorder implements AutoCloseable {
    /** Header, channel, token, sequence and request number. */
    private static final int BODY = 24;

    private static final int FOUR_BYTE_NODE_ID = 1;

    private final ServerSocket listening = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    private final int target;
    private final List<Integer> services = new CopyOnWriteArrayList<>();

    ServiceRecorder(int target) throws IOException {
        this.target = target;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    List<Integer> services() {
        return services;
    }

    private void accept() {
        try {
            while (!listening.isClosed()) {
                Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                Thread.ofVirtual().start(() -> requests(client, server));
                Thread.ofVirtual().start(() -> answers(server, client));
            }
        } catch (IOException e) {
            close();
        }
    }

    private void requests(Socket client, Socket server) {
        try (client;
                server) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            OutputStream out = server.getOutputStream();
            while (true) {
                byte[] header = in.readNBytes(8);
                if (header.length < 8) {
                    throw new EOFException();
                }
                ByteBuffer head = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
                byte[] chunk = ByteBuffer.allocate(head.getInt(4))
                        .put(header)
                        .put(in.readNBytes(head.getInt(4) - 8))
                        .array();
                note(chunk);
                out.write(chunk);
                out.flush();
            }
        } catch (IOException e) {
            services.add(0); // the end of a connection
        }
    }

    private void note(byte[] chunk) {
        if ("MSG".equals(new String(chunk, 0, 3, StandardCharsets.US_ASCII))) {
            ByteBuffer body = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
            services.add(body.get(BODY) == FOUR_BYTE_NODE_ID ? Short.toUnsignedInt(body.getShort(BODY + 2)) : -1);
        }
    }

    private static void answers(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            in.transferTo(to.getOutputStream());
        } catch (IOException e) {
            Thread.currentThread().setName("over");
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
