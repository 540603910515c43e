package org.millwright.simulators.plc;

/** FileSystemLoading of OPC 10000-100 8.4.6: packages are files, no transfer leads into a slot. */
record FileLoading() implements Loading {
    @Override
    public void admit() throws PlcRefusal {
        throw noTransfer();
    }

    @Override
    public void received() {}

    @Override
    public void abandoned() {}

    @Override
    public void requireCommittable() throws PlcRefusal {
        throw noTransfer();
    }

    @Override
    public void commit(PackageImage image) throws PlcRefusal {
        throw noTransfer();
    }

    @Override
    public void pretend() {}

    @Override
    public void rejected(String why) {}

    private static PlcRefusal noTransfer() {
        return new PlcRefusal("Bad_NotSupported", "this controller takes files, not transfers");
    }
}
