package org.millwright.simulators.plc;

import java.util.Optional;
import org.millwright.simulators.config.UpdateSettings.Spec;

/** CachedLoading of OPC 10000-100 8.4.5: a package waits in the pending slot until it is installed. */
record CachedLoading(Machines machines) implements Loading {
    /** A v1.03 controller takes packages only when it is prepared. */
    @Override
    public void admit() throws PlcRefusal {
        if (machines.shape().spec() == Spec.V1_03) {
            machines.requirePrepared();
        }
    }

    @Override
    public void received() {}

    @Override
    public void abandoned() {}

    @Override
    public void requireCommittable() throws PlcRefusal {
        machines.requireOn();
        machines.install().requireNotInstalling();
        machines.requireNoTrial();
    }

    @Override
    public void commit(PackageImage image) throws PlcRefusal {
        requireCommittable();
        image.header().requireFits(machines.settings().identity());
        machines.slots().setPending(Optional.of(image));
        machines.report().setErrorMessage("");
    }

    @Override
    public void pretend() {
        machines.report().setErrorMessage("");
    }

    @Override
    public void rejected(String why) {
        machines.report().setErrorMessage(why);
    }
}
