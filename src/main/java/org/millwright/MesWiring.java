package org.millwright;

import static org.millwright.CannotStartException.BAD_FILE;
import static org.millwright.CannotStartException.DATA_NOT_USABLE;
import static org.millwright.CannotStartException.PORT_TAKEN;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jboss.logging.Logger;
import org.millwright.access.LiveAccounts;
import org.millwright.access.LogIn;
import org.millwright.document.DocumentException;
import org.millwright.mes.JobPart;
import org.millwright.mes.MesServer;
import org.millwright.mes.MesSettings;
import org.millwright.mes.PortTakenException;
import org.millwright.plan.PlanCatalog;
import org.millwright.plan.Plans;
import org.millwright.plant.Plant;
import org.millwright.upgrade.Orders;
import org.millwright.upgrade.Requests;
import org.millwright.upgrade.Upgrades;
import org.millwright.upgrade.journal.Journal;

/** Puts the MES endpoint together: accounts, the plans that can be ordered, the server. */
@Singleton
final class MesWiring {
    private static final Logger LOG = Logger.getLogger(MesWiring.class);

    private final Settings settings;

    MesWiring(Settings settings) {
        this.settings = settings;
    }

    /** Before any run goes on: a service that cannot listen ends before it has moved a line. */
    void start(@Observes @Priority(0) StartupEvent event, PlanCatalog catalog, MesServer mes) {
        catalog.start();
        LOG.debugf("MES endpoint %s", mes.address());
    }

    /** Nobody is answered any more when deciding ends. */
    void stop(@Observes @Priority(1) ShutdownEvent event, PlanCatalog catalog, MesServer mes) {
        mes.close();
        catalog.close();
    }

    @Produces
    @Singleton
    LogIn logIn(Clock clock) {
        try {
            return new LogIn(new LiveAccounts(settings.users(), LOG::error), clock);
        } catch (DocumentException e) {
            throw new CannotStartException(BAD_FILE, e.getMessage());
        }
    }

    @Produces
    @Singleton
    PlanCatalog catalog(Plans plans) {
        Path config = settings.config();
        return new PlanCatalog(plans, List.of(config.resolve("plans"), config.resolve("releases")), LOG::warn);
    }

    @Produces
    @Singleton
    JobPart jobs(JobPart.House house, Clock clock) {
        return new JobPart(house, clock);
    }

    @Produces
    @Singleton
    JobPart.House house(Plant plant, PlanCatalog catalog, Orders orders, JobPart.Runs runs, Journal journal) {
        return new JobPart.House(plant, catalog, orders, runs, journal);
    }

    @Produces
    @Singleton
    JobPart.Runs runs(Upgrades upgrades, Requests requests) {
        return new JobPart.Runs(upgrades, requests);
    }

    /** The journal is asked for so that it is open, and with it the data folder ours. */
    @Produces
    @Singleton
    MesServer mes(MesSettings mes, LogIn logIn, Clock clock, Journal journal, JobPart jobs) {
        Path pki = settings.data().resolve("pki");
        try {
            return MesServer.start(new MesServer.Site(mes, settings.mesPort(), pki, logIn, clock), List.of(jobs));
        } catch (PortTakenException e) {
            throw new CannotStartException(PORT_TAKEN, e.getMessage());
        } catch (IOException e) {
            throw new CannotStartException(DATA_NOT_USABLE, e.getMessage());
        }
    }
}
