package org.millwright.simulators.opcua;

import org.millwright.simulators.plc.Plc;
import org.millwright.simulators.plc.Plc.TransferFate;
import org.millwright.simulators.plc.PlcRefusal;

/** Parameters: backup and restore, with null options always (OPC 10000-100 8.4.1.7). */
record ParameterFiles(Plc plc) implements TransferredFiles {
    @Override
    public byte[] read(Inputs in) throws PlcRefusal {
        demandNoOptions(in);
        return plc.backupParameters();
    }

    @Override
    public void admitWrite(Inputs in) throws PlcRefusal {
        demandNoOptions(in);
    }

    private static void demandNoOptions(Inputs in) throws PlcRefusal {
        if (in.any(0) != null) {
            throw new PlcRefusal("Bad_InvalidArgument", "the options of a parameter file are always null");
        }
    }

    @Override
    public TransferFate received(long bytes) {
        return TransferFate.GO_ON;
    }

    @Override
    public void commit(byte[] content) throws PlcRefusal {
        plc.restoreParameters(content);
    }
}
