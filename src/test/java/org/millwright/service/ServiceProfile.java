package org.millwright.service;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** The service on a folder of its own, with fake controllers; the first line counts as simulated. */
public class ServiceProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        Path folder = TestPlantFolder.write();
        return Map.of(
                "millwright.config", folder.toString(),
                "millwright.data", folder.resolve("data").toString(),
                "millwright.simulated.line-1-a", "fake:1",
                "millwright.simulated.line-1-b", "fake:2",
                "mp.messaging.outgoing.run-events.connector", "millwright-test",
                "mp.messaging.incoming.run-commands.connector", "millwright-test");
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(FakeLines.class);
    }
}
