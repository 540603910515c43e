package org.millwright.mes;

import java.util.List;
import org.eclipse.milo.opcua.sdk.server.methods.MethodInvocationHandler;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.millwright.access.Role;
import org.millwright.mes.Arguments.BadCall;
import org.millwright.mes.Reception.Caller;
import org.millwright.mes.ReturnStatus.Reply;
import org.millwright.mes.model.LineMethod;
import org.millwright.mes.model.LineNodes;
import org.millwright.upgrade.Upgrades.Person;

/**
 * The same for clients that send and read scalars only. Answers Good whatever comes of it, because many such clients drop
 * the outputs otherwise; ReturnStatus and StatusText tell.
 */
final class FlatFace {
    private final JobControl control;
    private final JobResults results;
    private final Reception reception;

    FlatFace(JobControl control, JobResults results, Reception reception) {
        this.control = control;
        this.results = results;
        this.reception = reception;
    }

    void serve(LineNodes line, Guard guard) {
        guard.grant(
                line.method(LineMethod.SUBMIT_UPGRADE), Role.MES, reception.with(FlatOrder.ARGUMENTS, this::submit));
        for (Command command : Command.values()) {
            guard.grant(line.method(command.flat()), command.role(), named(command));
        }
        guard.grant(
                line.method(LineMethod.GET_UPGRADE_STATUS), Role.OBSERVER, reception.with(1, (in, _) -> status(in)));
    }

    private MethodInvocationHandler named(Command command) {
        return reception.with(
                2, (in, caller) -> told(control.command(command, in.text(0), caller.saying(in.comment(1)))));
    }

    /** Whoever may store but not start is refused as a whole when it asks for both. */
    private CallMethodResult submit(Arguments in, Caller caller) throws BadCall {
        try {
            FlatOrder flat = FlatOrder.of(in);
            Person person = caller.saying(flat.comment());
            if (!flat.release()) {
                return told(control.store(flat.order(), person));
            }
            return caller.may(Role.SUPERVISOR)
                    ? told(control.storeAndStart(flat.order(), person))
                    : Reception.answer(StatusCodes.Bad_UserAccessDenied, List.of());
        } catch (NotAccepted e) {
            return told(e.reply());
        }
    }

    private static CallMethodResult told(Reply reply) {
        return Reception.answer(
                StatusCodes.Good, List.of(Variant.ofUInt64(reply.status()), Variant.ofString(reply.text())));
    }

    private CallMethodResult status(Arguments in) throws BadCall {
        JobResults.Flat flat = results.flat(in.text(0));
        return Reception.answer(
                StatusCodes.Good,
                List.of(
                        Variant.ofUInt64(flat.reply().status()),
                        Variant.ofString(flat.state()),
                        Variant.ofUInt32(UInteger.valueOf(flat.number())),
                        Variant.ofString(flat.subState()),
                        Variant.ofDouble(flat.progress()),
                        Variant.ofString(flat.outcome()),
                        Variant.ofDouble(flat.downtimeSeconds()),
                        Variant.ofString(flat.json())));
    }
}
