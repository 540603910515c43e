package org.millwright.messages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.util.Objects;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.millwright.document.DocumentException;
import org.millwright.release.StoreException;
import org.millwright.upgrade.Event.AbortPolicy;
import org.millwright.upgrade.Mode;
import org.millwright.upgrade.Requests;
import org.millwright.upgrade.RunId;
import org.millwright.upgrade.Upgrades;
import org.millwright.upgrade.Upgrades.Person;
import org.millwright.upgrade.Upgrades.Refusal;

/**
 * Carries out what comes in on the channel {@code run-commands}: JSON with {@code command} (REQUEST, APPROVE, HOLD,
 * RESUME, ABORT) and {@code run}, for a request also {@code plan} and {@code mode}, for an abort maybe {@code policy};
 * {@code by} and {@code comment} go into the journal. The sender chooses the run's id, so a command that comes twice does
 * no harm. What is refused is logged and acknowledged, since sending it again would not help; while nothing can be
 * recorded a command is given back to the channel.
 */
@Singleton
public final class Commands {
    private static final Logger LOG = Logger.getLogger(Commands.class);

    private final Requests requests;
    private final Upgrades upgrades;
    private final ObjectReader reader;

    Commands(Requests requests, Upgrades upgrades, ObjectMapper json) {
        this.requests = requests;
        this.upgrades = upgrades;
        this.reader = json.readerFor(Command.class);
    }

    /** A command as it comes. */
    record Command(
            @Nullable Verb command,
            @Nullable String run,
            @Nullable String plan,
            @Nullable Mode mode,
            @Nullable AbortPolicy policy,
            @Nullable String by,
            @Nullable String comment) {
        Person person() {
            return new Person("message from " + (by == null ? "nobody named" : by), comment == null ? "" : comment);
        }
    }

    /** What can be commanded. */
    enum Verb {
        REQUEST,
        APPROVE,
        HOLD,
        RESUME,
        ABORT
    }

    @Incoming("run-commands")
    @RunOnVirtualThread
    public void perform(String message) {
        try {
            perform(reader.<Command>readValue(message));
        } catch (Refusal | DocumentException | StoreException e) {
            LOG.warnf("a command was refused: %s", e.getMessage());
        } catch (JsonProcessingException e) {
            LOG.warnf("a command was not understood: %s", e.getOriginalMessage());
        } catch (IllegalArgumentException e) {
            LOG.warnf("a command was not understood: %s", e.getMessage());
        }
    }

    private void perform(Command command) throws Refusal, DocumentException, StoreException {
        RunId run = new RunId(needed("run", command.run()));
        switch (needed("command", command.command())) {
            case REQUEST -> request(run, command);
            case APPROVE -> upgrades.approve(run, command.person());
            case HOLD -> upgrades.hold(run, command.person());
            case RESUME -> upgrades.resume(run, command.person());
            case ABORT ->
                upgrades.abort(
                        run, Objects.requireNonNullElse(command.policy(), AbortPolicy.ROLL_BACK), command.person());
        }
    }

    private void request(RunId run, Command command) throws Refusal, DocumentException, StoreException {
        String plan = needed("plan", command.plan());
        Mode mode = needed("mode", command.mode());
        if (requests.request(run, plan, mode, command.person()).isEmpty()) {
            throw new Refusal("there is no plan " + plan);
        }
    }

    private static <T> T needed(String field, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("no " + field);
        }
        return value;
    }
}
