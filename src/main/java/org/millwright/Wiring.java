package org.millwright;

import static org.millwright.CannotStartException.BAD_FILE;
import static org.millwright.CannotStartException.DATA_NOT_USABLE;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.millwright.document.DocumentException;
import org.millwright.equipment.Equipment;
import org.millwright.equipment.FencedEquipment;
import org.millwright.equipment.opcua.OpcuaEquipment;
import org.millwright.equipment.plc4x.Plc4xEquipment;
import org.millwright.messages.OutboxPosition;
import org.millwright.plan.Plans;
import org.millwright.plant.Controller;
import org.millwright.plant.ControllerId;
import org.millwright.plant.LineId;
import org.millwright.plant.Plant;
import org.millwright.plant.PlantFile;
import org.millwright.release.ContentStore;
import org.millwright.release.FileContentStore;
import org.millwright.release.Library;
import org.millwright.release.ReleaseStore;
import org.millwright.release.StoreException;
import org.millwright.upgrade.Dispatch;
import org.millwright.upgrade.Orders;
import org.millwright.upgrade.Requests;
import org.millwright.upgrade.Upgrades;
import org.millwright.upgrade.journal.JdbcJournal;
import org.millwright.upgrade.journal.Journal;
import org.millwright.upgrade.journal.JournalBrokenException;
import org.millwright.upgrade.journal.JournalFile;

/**
 * Puts the rooms together. What cannot be used at the start ends the process with words instead of a stack trace.
 *
 * <ol>
 *   <li>The plant is read first: exit {@value CannotStartException#BAD_FILE} when it is wrong.
 *   <li>The journal is opened before anything else in the data folder, because it is what keeps a second process out:
 *       exit {@value CannotStartException#DATA_NOT_USABLE}.
 *   <li>Runs that are not over go on at the start, and job orders behind them; at the end deciding stops first, the journal is closed last.
 * </ol>
 */
@Singleton
public final class Wiring {
    private static final Logger LOG = Logger.getLogger(Wiring.class);

    private final Settings settings;
    private final Plant described;
    private final Map<ControllerId, String> simulated;

    Wiring(Settings settings) {
        this.settings = settings;
        this.described = read(settings);
        this.simulated = settings.simulated().entrySet().stream()
                .collect(Collectors.toMap(e -> new ControllerId(e.getKey()), Map.Entry::getValue));
    }

    private static Plant read(Settings settings) {
        try {
            return PlantFile.read(settings.plant());
        } catch (DocumentException e) {
            throw new CannotStartException(BAD_FILE, e.getMessage());
        }
    }

    /** Before everybody else but the MES endpoint, so that nobody else has to explain why the service cannot start. */
    void start(@Observes @Priority(1) StartupEvent event, Upgrades upgrades, Dispatch dispatch) {
        upgrades.recover();
        dispatch.start();
    }

    void stop(@Observes ShutdownEvent event, Upgrades upgrades, Dispatch dispatch) {
        dispatch.close();
        upgrades.close();
    }

    @Produces
    @Singleton
    Clock clock() {
        return new SteadyClock();
    }

    @Produces
    @Singleton
    Plant plant() {
        return described.at(simulated);
    }

    @Produces
    @Singleton
    JdbcJournal journal(Clock clock) {
        try {
            return new JournalFile(settings.data().resolve("journal"), clock, LOG::error).open();
        } catch (JournalBrokenException e) {
            throw new CannotStartException(DATA_NOT_USABLE, e.getMessage());
        }
    }

    void closeJournal(@Disposes JdbcJournal journal) {
        try {
            journal.close();
        } catch (JournalBrokenException e) {
            LOG.warn(e.getMessage() + "; the rows are safe");
        }
    }

    @Produces
    @Singleton
    OutboxPosition outboxPosition(Journal journal) {
        return new OutboxPosition(settings.data().resolve("journal"));
    }

    /** The journal is asked for so that it is open, and with it the data folder ours. */
    @Produces
    @Singleton
    ContentStore store(Journal journal) {
        try {
            return FileContentStore.open(settings.data());
        } catch (StoreException e) {
            throw new CannotStartException(DATA_NOT_USABLE, e.getMessage());
        }
    }

    @Produces
    @Singleton
    Equipment equipment(Journal journal, Clock clock) {
        try {
            OpcuaEquipment opcua = new OpcuaEquipment(settings.data().resolve("pki"), System.getenv());
            return new FencedEquipment(new Drivers(opcua, new Plc4xEquipment(clock)));
        } catch (IOException e) {
            throw new CannotStartException(DATA_NOT_USABLE, e.getMessage());
        }
    }

    @Produces
    @Singleton
    ReleaseStore releases(ContentStore store) {
        return new ReleaseStore(settings.config().resolve("releases"), store);
    }

    @Produces
    @Singleton
    Library library(ContentStore store, ReleaseStore releases) {
        return new Library(store, releases);
    }

    @Produces
    @Singleton
    Plans plans(ReleaseStore releases) {
        return new Plans(settings.config().resolve("plans"), described, releases);
    }

    @Produces
    @Singleton
    Upgrades upgrades(Plant plant, Equipment equipment, Journal journal, Library library, Clock clock) {
        Upgrades.Setting.Tools tools = new Upgrades.Setting.Tools(clock, LOG::error);
        return new Upgrades(
                new Upgrades.Setting(plant, equipment, journal, library, tools),
                "process " + ProcessHandle.current().pid());
    }

    @Produces
    @Singleton
    Requests requests(Plans plans, Upgrades upgrades) {
        Set<LineId> simulatedLines = described.lines().stream()
                .filter(l -> l.controllers().stream().map(Controller::id).allMatch(simulated::containsKey))
                .map(l -> l.id())
                .collect(Collectors.toSet());
        return new Requests(plans, upgrades, simulatedLines);
    }

    @Produces
    @Singleton
    Orders orders(Journal journal, Plant plant, Clock clock) {
        return new Orders(journal, plant, clock);
    }

    @Produces
    @Singleton
    Dispatch dispatch(Orders orders, Requests requests, Upgrades upgrades, Dispatch.Setting setting) {
        return new Dispatch(orders, requests, upgrades, setting);
    }

    @Produces
    @Singleton
    Dispatch.Setting dispatchSetting(Plant plant, Journal journal, Clock clock) {
        return new Dispatch.Setting(plant, journal, clock, LOG::error);
    }
}
