package org.millwright.mes;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes on a socket, as bad as a test wants them. */
record Wire(int port) {
    private static final int TIMEOUT_MS = 30_000;
    private static final String NONE = "http://opcfoundation.org/UA/SecurityPolicy#None";

    Socket open() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MS);
        return socket;
    }

    /** A chunk with its length. */
    static byte[] chunk(String type, byte[] body) {
        return ByteBuffer.allocate(8 + body.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .putInt(8 + body.length)
                .put(body)
                .array();
    }

    static byte[] hello(int port) {
        byte[] url = ("opc.tcp://127.0.0.1:" + port + "/millwright").getBytes(StandardCharsets.US_ASCII);
        return chunk(
                "HELF",
                ByteBuffer.allocate(24 + url.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(0)
                        .putInt(65_535)
                        .putInt(65_535)
                        .putInt(0)
                        .putInt(0)
                        .putInt(url.length)
                        .put(url)
                        .array());
    }

    /** OpenSecureChannel without security. */
    static byte[] open(String chunkType) {
        byte[] policy = NONE.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer body = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
        body.putInt(0).putInt(policy.length).put(policy).putInt(-1).putInt(-1);
        body.putInt(1).putInt(1);
        body.put((byte) 1).put((byte) 0).putShort((short) 446);
        header(body);
        body.putInt(0).putInt(0).putInt(1).putInt(-1).putInt(60_000);
        return chunk("OPN" + chunkType, Arrays.copyOf(body.array(), body.position()));
    }

    /** Null token, no time, no handle and nothing else. */
    private static void header(ByteBuffer body) {
        body.putShort((short) 0).putLong(0).putInt(1).putInt(0).putInt(-1).putInt(0);
        body.put((byte) 0).put((byte) 0).put((byte) 0);
    }

    /** A message of a channel without security, of some encoding id. */
    static byte[] message(int channel, int token, int type, byte[] rest) {
        ByteBuffer body = ByteBuffer.allocate(64 + rest.length).order(ByteOrder.LITTLE_ENDIAN);
        body.putInt(channel).putInt(token).putInt(2).putInt(2);
        body.put((byte) 1).put((byte) 0).putShort((short) type);
        header(body);
        body.put(rest);
        return chunk("MSGF", Arrays.copyOf(body.array(), body.position()));
    }

    /** A chunk as it came; empty at the end. */
    static byte[] read(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        try {
            byte[] head = new byte[8];
            in.readFully(head);
            byte[] all = new byte[little(head).getInt(4)];
            System.arraycopy(head, 0, all, 0, head.length);
            in.readFully(all, head.length, all.length - head.length);
            return all;
        } catch (EOFException | SocketException e) {
            return new byte[0];
        }
    }

    static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** An open channel without security. */
    record Plain(Socket socket, int channel, int token) {}

    Plain plain() throws IOException {
        Socket socket = open();
        socket.getOutputStream().write(hello(port));
        read(socket);
        socket.getOutputStream().write(open("F"));
        ByteBuffer answer = little(read(socket));
        // The token ends with creation time, lifetime and an empty nonce.
        int end = answer.capacity();
        return new Plain(socket, answer.getInt(8), answer.getInt(end - 4 - 4 - 8 - 4));
    }

    /** Asks for a session on a channel without security; how that is refused. */
    long sessionWithoutSecurity() {
        try {
            Plain plain = plain();
            try (Socket socket = plain.socket()) {
                socket.getOutputStream().write(message(plain.channel(), plain.token(), 461, new byte[100]));
                byte[] answer = read(socket);
                return Integer.toUnsignedLong(little(answer).getInt(8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
