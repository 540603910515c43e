package org.millwright.bench;

/**
 * One way to move a file with plain calls of the library.
 *
 * @param blockBytes of one Read or Write
 * @param callsPerRequest that the server does in their order
 * @param handles of the same file, each with a part of it and one request at a time; 1 for writing
 * @param proved the content's SHA-256 is part of it, so that somebody can rely on what was moved
 */
record Method(String name, int blockBytes, int callsPerRequest, int handles, boolean proved) {
    /** What fits into a message of 2 MiB, the library's and the server's limit, with room for headers. */
    static final int LARGEST_BLOCK = 2 * 1024 * 1024 - 2 * 1024;

    private static final int KIB = 1024;

    static final Method SMALL = new Method("sequential 8 KiB", 8 * KIB, 1, 1, false);
    static final Method LARGEST = new Method("sequential 2 MiB - 2 KiB", LARGEST_BLOCK, 1, 1, false);
    static final Method BATCH_64 = new Method("16 x 64 KiB in one Call", 64 * KIB, 16, 1, false);
    static final Method BATCH_256 = new Method("7 x 256 KiB in one Call", 256 * KIB, 7, 1, false);
    static final Method TWO_HANDLES = new Method("2 handles, 1 MiB", KIB * KIB, 1, 2, false);
    static final Method FOUR_HANDLES = new Method("4 handles, 512 KiB", 512 * KIB, 1, 4, false);

    /** The same way for whoever has to be sure. */
    Method withProof() {
        return new Method(name + ", proved", blockBytes, callsPerRequest, handles, true);
    }
}
