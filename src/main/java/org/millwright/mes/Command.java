package org.millwright.mes;

import org.millwright.access.Role;
import org.millwright.mes.model.LineMethod;
import org.millwright.upgrade.Answer;
import org.millwright.upgrade.Orders;
import org.millwright.upgrade.RunId;
import org.millwright.upgrade.Upgrades.Person;

/** The methods that name a job order by its id (OPC 10031-4 6.2.3), as both faces call them, and who may call them. */
@SuppressWarnings("ImmutableEnumChecker") // every action is a method reference
enum Command {
    START(LineMethod.START, LineMethod.RELEASE, Role.SUPERVISOR, Orders::start),
    REVOKE_START(LineMethod.REVOKE_START, LineMethod.REVOKE_RELEASE, Role.MES, Orders::revokeStart),
    PAUSE(LineMethod.PAUSE, LineMethod.PAUSE_UPGRADE, Role.MES, Orders::pause),
    RESUME(LineMethod.RESUME, LineMethod.RESUME_UPGRADE, Role.SUPERVISOR, Orders::resume),
    STOP(LineMethod.STOP, LineMethod.STOP_UPGRADE, Role.SUPERVISOR, Orders::stop),
    ABORT(LineMethod.ABORT, LineMethod.ABORT_UPGRADE, Role.SUPERVISOR, Orders::abort),
    CANCEL(LineMethod.CANCEL, LineMethod.CANCEL_UPGRADE, Role.MES, Orders::cancel),
    CLEAR(LineMethod.CLEAR, LineMethod.CLEAR_UPGRADE, Role.MES, Orders::clear);

    private final LineMethod standard;
    private final LineMethod flat;
    private final Role role;
    private final Action action;

    Command(LineMethod standard, LineMethod flat, Role role, Action action) {
        this.standard = standard;
        this.flat = flat;
        this.role = role;
        this.action = action;
    }

    private interface Action {
        Answer ask(Orders orders, RunId id, Person person);
    }

    /** At JobOrderControl. */
    LineMethod standard() {
        return standard;
    }

    /** At SimpleJobs. */
    LineMethod flat() {
        return flat;
    }

    /** The least that may call it. */
    Role role() {
        return role;
    }

    Answer ask(Orders orders, RunId id, Person person) {
        return action.ask(orders, id, person);
    }
}
