package org.millwright.simulators.opcua;

import org.millwright.simulators.plc.Plc.TransferFate;
import org.millwright.simulators.plc.PlcRefusal;

/** What the files of one TemporaryFileTransfer object mean to the controller. */
interface TransferredFiles {
    /**
     * The whole file that a GenerateFileForRead offers.
     *
     * @param in with the GenerateOptions as its only value
     */
    byte[] read(Inputs in) throws PlcRefusal;

    /** Whether GenerateFileForWrite may start. */
    void admitWrite(Inputs in) throws PlcRefusal;

    /** Bytes that each Write but the last has to have; 0 for any. */
    default int blockBytes() {
        return 0;
    }

    /** A write has ended without a commit. */
    default void abandoned() {}

    /** Called after each Write with the size that has been reached, in bytes. */
    TransferFate received(long bytes);

    /** Takes the whole file at CloseAndCommit. */
    void commit(byte[] content) throws PlcRefusal;
}
