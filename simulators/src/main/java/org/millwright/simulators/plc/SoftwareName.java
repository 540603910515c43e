package org.millwright.simulators.plc;

import java.util.List;

/** How OPC 10000-100 names a software: maker, revision and applied patches. */
public record SoftwareName(String manufacturerUri, String revision, List<String> patches) {
    public SoftwareName {
        patches = List.copyOf(patches);
    }

    @Override
    public String toString() {
        String patched = patches.isEmpty() ? "" : " with " + String.join(", ", patches);
        return revision + " of " + manufacturerUri + patched;
    }
}
