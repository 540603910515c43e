package org.millwright.simulators.opcua;

import org.millwright.simulators.plc.Plc;
import org.millwright.simulators.plc.Plc.TransferFate;
import org.millwright.simulators.plc.PlcRefusal;

/** Loading.FileTransfer: Current can be read, Pending can be written (OPC 10000-100 8.4.5.2). */
record PackageFiles(Plc plc) implements TransferredFiles {
    private static final int CURRENT = 0;
    private static final int PENDING = 1;

    @Override
    public byte[] read(Inputs in) throws PlcRefusal {
        if (in.int32(0) != CURRENT) {
            throw new PlcRefusal("Bad_NotSupported", "only the current software can be read");
        }
        return plc.currentProgram();
    }

    @Override
    public void admitWrite(Inputs in) throws PlcRefusal {
        if (in.int32(0) != PENDING) {
            throw new PlcRefusal("Bad_NotSupported", "only the pending software can be written");
        }
    }

    @Override
    public TransferFate received(long bytes) {
        return plc.transferProgress(bytes);
    }

    @Override
    public void commit(byte[] content) throws PlcRefusal {
        plc.stage(content);
    }
}
