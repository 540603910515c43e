package org.millwright.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.millwright.equipment.Equipment;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Fence;
import org.millwright.equipment.Image;
import org.millwright.equipment.Session;
import org.millwright.plant.Controller;
import org.millwright.plant.Controller.Access;
import org.millwright.plant.Controller.Expected;
import org.millwright.plant.Controller.Security;
import org.millwright.plant.ControllerId;

/** The real driver through the port, as an upgrade uses it. */
record OurClient(Session session) implements AutoCloseable {
    static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Fence FENCE = new Fence(1, 1);

    static Controller controller(String endpoint, Security security) {
        return new Controller(
                new ControllerId("bench"),
                "Bench",
                Controller.Driver.OPCUA,
                endpoint,
                new Expected(BenchServer.MAKER, BenchServer.PRODUCT),
                new Access(security, Optional.empty(), Optional.empty()),
                Map.of(),
                Map.of());
    }

    /** Opens a session and looks around once, as any session of an upgrade has when its transfer begins. */
    static OurClient connect(Equipment driver, String endpoint, Security security) throws EquipmentException {
        Session session = driver.open(controller(endpoint, security), LIMIT);
        session.observe(LIMIT);
        return new OurClient(session);
    }

    /**
     * Stages.
     *
     * @param meanwhile done after each request
     * @return nanoseconds up to the last Write's answer
     */
    long upload(Image image, Runnable meanwhile) throws EquipmentException, IOException {
        long start = System.nanoTime();
        long[] last = {start};
        session.stage(
                FENCE,
                image,
                _ -> {
                    meanwhile.run();
                    last[0] = System.nanoTime();
                },
                LIMIT);
        return last[0] - start;
    }

    /** Reads the current program into the buffer; nanoseconds, proof included. */
    long download(ByteBuffer to, Runnable meanwhile) throws EquipmentException, IOException {
        long start = System.nanoTime();
        session.readProgram(new Sink(to, meanwhile), LIMIT);
        return System.nanoTime() - start;
    }

    @Override
    public void close() {
        session.close();
    }

    private static final class Sink extends OutputStream {
        private final ByteBuffer to;
        private final Runnable meanwhile;

        Sink(ByteBuffer to, Runnable meanwhile) {
            this.to = to;
            this.meanwhile = meanwhile;
        }

        @Override
        public void write(int one) {
            to.put((byte) one);
        }

        @Override
        public void write(byte[] bytes, int from, int count) {
            to.put(bytes, from, count);
            meanwhile.run();
        }
    }
}
