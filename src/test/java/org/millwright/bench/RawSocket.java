package org.millwright.bench;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.millwright.release.Sha256;

/**
 * What the machine's TCP does without any protocol. A connection begins with a length: positive for bytes that follow and
 * are acknowledged by one byte, then by their SHA-256; negative for bytes that are wanted.
 */
final class RawSocket implements AutoCloseable {
    private static final int PIECE = 256 * 1024;

    private final ServerSocket socket;
    private final byte[] content;

    private RawSocket(ServerSocket socket, int largest) {
        this.socket = socket;
        this.content = new byte[largest + 64 * 1024];
    }

    static RawSocket listen(int largest) throws IOException {
        RawSocket raw = new RawSocket(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()), largest);
        Thread.ofPlatform().daemon().name("raw").start(raw::serve);
        return raw;
    }

    int port() {
        return socket.getLocalPort();
    }

    private void serve() {
        try {
            while (!socket.isClosed()) {
                try (Socket client = socket.accept()) {
                    serve(client);
                }
            }
        } catch (IOException e) {
            if (!socket.isClosed()) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void serve(Socket client) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        DataOutputStream out = new DataOutputStream(client.getOutputStream());
        int length = in.readInt();
        if (length < 0) {
            out.write(content, 0, -length);
            return;
        }
        in.readFully(content, 0, length);
        out.write(1);
        out.write(Sha256.of(Arrays.copyOf(content, length)).bytes());
    }

    /** Sends a file; nanoseconds until the other side has all of it. Throws when it has something else. */
    static long upload(int port, Path file, Sha256 expected) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                InputStream from = Files.newInputStream(file)) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] piece = new byte[PIECE];
            long start = System.nanoTime();
            out.writeInt((int) Files.size(file));
            for (int count = from.read(piece); count >= 0; count = from.read(piece)) {
                out.write(piece, 0, count);
            }
            in.readByte();
            long nanos = System.nanoTime() - start;
            if (!expected.equals(Sha256.ofDigest(in.readNBytes(32)))) {
                throw new IllegalStateException("the raw copy is damaged");
            }
            return nanos;
        }
    }

    /** Fetches what was sent last; nanoseconds until it is all here. */
    static long download(int port, ByteBuffer to, int length) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            InputStream in = socket.getInputStream();
            byte[] piece = new byte[PIECE];
            long start = System.nanoTime();
            out.writeInt(-length);
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                to.put(piece, 0, count);
            }
            return System.nanoTime() - start;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
