package org.millwright.simulators.opcua;

import org.millwright.simulators.config.UpdateOption;
import org.millwright.simulators.config.UpdateSettings.Loading;
import org.millwright.simulators.plc.Plc;
import org.millwright.simulators.plc.Plc.TransferFate;
import org.millwright.simulators.plc.PlcRefusal;

/**
 * Loading.FileTransfer: Current can be read where that is offered. With cached loading Pending can be written (OPC 10000-100
 * 8.4.5.2), with direct loading Current (8.4.4.2).
 */
record PackageFiles(Plc plc) implements TransferredFiles {
    private static final int CURRENT = 0;
    private static final int PENDING = 1;

    @Override
    public byte[] read(Inputs in) throws PlcRefusal {
        if (in.int32(0) != CURRENT || !offers(UpdateOption.READ_BACK)) {
            throw new PlcRefusal("Bad_NotSupported", "this software cannot be read");
        }
        return plc.currentProgram();
    }

    @Override
    public void admitWrite(Inputs in) throws PlcRefusal {
        int writable = plc.updateSettings().loading() == Loading.DIRECT ? CURRENT : PENDING;
        if (in.int32(0) != writable) {
            throw new PlcRefusal("Bad_NotSupported", "this software cannot be written");
        }
        plc.admitTransfer();
    }

    @Override
    public int blockBytes() {
        return offers(UpdateOption.WRITE_BLOCK_SIZE) ? plc.updateSettings().writeBlockSize() : 0;
    }

    private boolean offers(UpdateOption option) {
        return plc.updateSettings().offers(option);
    }

    @Override
    public void abandoned() {
        plc.transferAbandoned();
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
