package org.millwright.equipment.s7;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * An S7 server with some data blocks, by the library snap7 (LGPL) where that is installed: environment variable
 * SNAP7_LIB, else {@code java.library.path}, else the usual folders.
 */
@SuppressWarnings("restricted")
final class Snap7 implements AutoCloseable {
    private static final int DATA_BLOCK = 5;
    private static final int LOCAL_PORT = 1;

    private final Arena arena = Arena.ofShared();
    private final SymbolLookup library;
    private final MemorySegment server;
    private final Map<Integer, ByteBuffer> blocks = new TreeMap<>();
    private final int port;

    private Snap7(Path file) throws Throwable {
        library = SymbolLookup.libraryLookup(file, arena);
        server = (MemorySegment) Linker.nativeLinker()
                .downcallHandle(library.findOrThrow("Srv_Create"), FunctionDescriptor.of(ADDRESS))
                .invokeExact();
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
    }

    static Optional<Path> installed() {
        String named = System.getenv("SNAP7_LIB");
        if (named != null) {
            return Optional.of(Path.of(named)).filter(Files::isRegularFile);
        }
        Stream<String> usual = Stream.of(
                "/usr/lib",
                "/usr/local/lib",
                "/usr/lib64",
                "/usr/lib/x86_64-linux-gnu",
                "/usr/lib/aarch64-linux-gnu",
                "/opt/homebrew/lib");
        Stream<String> path =
                Stream.of(System.getProperty("java.library.path", "").split(File.pathSeparator));
        return Stream.concat(path, usual)
                .filter(folder -> !folder.isBlank())
                .flatMap(folder -> Stream.of("libsnap7.so", "libsnap7.so.1", "libsnap7.dylib", "snap7.dll")
                        .map(Path.of(folder)::resolve))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** On loopback, with data blocks of so many bytes by their numbers. */
    static Snap7 start(Path library, Map<Integer, Integer> sizes) throws Throwable {
        Snap7 snap7 = new Snap7(library);
        for (Map.Entry<Integer, Integer> size : sizes.entrySet()) {
            snap7.register(size.getKey(), size.getValue());
        }
        MemorySegment port = snap7.arena.allocate(JAVA_SHORT);
        port.set(JAVA_SHORT, 0, (short) snap7.port);
        demandDone((int) snap7.linked("Srv_SetParam", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS))
                .invokeExact(snap7.server, LOCAL_PORT, port));
        demandDone((int) snap7.linked("Srv_StartTo", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS))
                .invokeExact(snap7.server, snap7.arena.allocateFrom("127.0.0.1")));
        return snap7;
    }

    private java.lang.invoke.MethodHandle linked(String name, FunctionDescriptor shape) {
        return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), shape);
    }

    private void register(int number, int bytes) throws Throwable {
        MemorySegment memory = arena.allocate(bytes);
        blocks.put(number, memory.asByteBuffer());
        demandDone((int) linked(
                        "Srv_RegisterArea",
                        FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_SHORT, ADDRESS, JAVA_INT))
                .invokeExact(server, DATA_BLOCK, (short) number, memory, bytes));
    }

    private static void demandDone(int result) throws IOException {
        if (result != 0) {
            throw new IOException("snap7 says %08x".formatted(result));
        }
    }

    /** A data block's memory, which the server reads and writes too. */
    ByteBuffer block(int number) {
        ByteBuffer block = blocks.get(number);
        if (block == null) {
            throw new IllegalArgumentException("no DB" + number);
        }
        return block;
    }

    String address() {
        return "s7-light://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        try {
            MemorySegment itself = arena.allocate(ADDRESS);
            itself.set(ADDRESS, 0, server);
            linked("Srv_Destroy", FunctionDescriptor.ofVoid(ADDRESS)).invokeExact(itself);
        } catch (Throwable e) {
            throw new AssertionError(e);
        } finally {
            arena.close();
        }
    }
}
