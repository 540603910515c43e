package org.millwright.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millwright.equipment.fake.VirtualClock;
import org.millwright.service.SmallPlan;
import org.millwright.upgrade.Entry;
import org.millwright.upgrade.Event;
import org.millwright.upgrade.Mode;
import org.millwright.upgrade.RunId;
import org.millwright.upgrade.journal.MemoryJournal;
import org.millwright.upgrade.journal.RowJson;

/** Nothing is left out, whatever the outlet does and whenever the process ends. */
class OutboxTest {
    private static final RunId RUN = new RunId("run");

    @TempDir
    private Path folder = Path.of("");

    private final MemoryJournal journal = new MemoryJournal(new VirtualClock());
    private final List<Entry> rows = new ArrayList<>();

    @BeforeEach
    void openARun() throws Exception {
        Event.Requested request = new Event.Requested(SmallPlan.PLAN, Mode.PRODUCTION, "tester", "");
        rows.add(journal.open(RUN, SmallPlan.PLAN.line(), request));
        row();
    }

    private void row() {
        rows.add(journal.submit(RUN, new Event.HoldAsked("tester", "row " + rows.size())));
    }

    private String sent(int row) {
        return RowJson.of(rows.get(row));
    }

    @Test
    void rowsThatWereThereAndRowsThatComeGoOutInTheirOrder() throws Exception {
        Outlet outlet = Outlet.takingAll();
        Outbox outbox = started(outlet);
        row();
        row();

        for (int row = 0; row < 4; row++) {
            assertThat(outlet.next()).isEqualTo(sent(row));
        }
        outbox.stop(new ShutdownEvent());
    }

    @Test
    void aRowThatIsNotTakenIsSentAgainBeforeAnyOther() throws Exception {
        Outlet outlet = new Outlet(1, Integer.MAX_VALUE);
        Outbox outbox = started(outlet);

        assertThat(outlet.next()).isEqualTo(sent(0));
        assertThat(outlet.next()).isEqualTo(sent(0));
        assertThat(outlet.next()).isEqualTo(sent(1));
        outbox.stop(new ShutdownEvent());
    }

    @Test
    void afterARestartItGoesOnBehindTheLastRowThatWasAcknowledged() throws Exception {
        row();
        Outlet silentAfterTwo = new Outlet(0, 2);
        Outbox first = started(silentAfterTwo);
        for (int row = 0; row < 3; row++) {
            assertThat(silentAfterTwo.next()).isEqualTo(sent(row));
        }
        first.stop(new ShutdownEvent());

        Outlet outlet = Outlet.takingAll();
        Outbox second = started(outlet);

        assertThat(outlet.next()).as("sent before, never acknowledged").isEqualTo(sent(2));
        second.stop(new ShutdownEvent());
    }

    @Test
    void aDamagedPositionSendsAllRowsAgain() throws Exception {
        Files.writeString(folder.resolve("outbox-position"), "gibberish");
        Outlet outlet = Outlet.takingAll();
        Outbox outbox = started(outlet);

        assertThat(outlet.next()).isEqualTo(sent(0));
        outbox.stop(new ShutdownEvent());
    }

    private Outbox started(Outlet outlet) throws Exception {
        Outbox outbox = new Outbox(journal, new OutboxPosition(folder), outlet);
        outbox.start(new StartupEvent());
        return outbox;
    }
}
