package org.millwright.mes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.sdk.server.methods.MethodInvocationHandler;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.millwright.access.Role;
import org.millwright.mes.Arguments.BadCall;
import org.millwright.mes.ReturnStatus.Reply;
import org.millwright.mes.model.JobOrderDataType;
import org.millwright.mes.model.JobResponseDataType;
import org.millwright.mes.model.LineMethod;
import org.millwright.mes.model.LineNodes;
import org.millwright.mes.model.StateDataType;
import org.millwright.upgrade.Upgrades.Person;

/**
 * The methods of OPC 10031-4 6.2.3 and 6.3.3. A refusal is Uncertain, so that its ReturnStatus reaches the caller
 * (Annex B); Bad is for what is no call.
 */
final class StandardFace {
    private static final long UNCERTAIN = 0x40000000L;

    private final JobControl control;
    private final JobResults results;
    private final Reception reception;

    StandardFace(JobControl control, JobResults results, Reception reception) {
        this.control = control;
        this.results = results;
        this.reception = reception;
    }

    void serve(LineNodes line, Guard guard) {
        guard.grant(line.method(LineMethod.STORE), Role.MES, order(control::store));
        guard.grant(line.method(LineMethod.STORE_AND_START), Role.SUPERVISOR, order(control::storeAndStart));
        guard.grant(line.method(LineMethod.UPDATE), Role.MES, order(control::update));
        for (Command command : Command.values()) {
            guard.grant(line.method(command.standard()), command.role(), named(command));
        }
        guard.grant(
                line.method(LineMethod.REQUEST_JOB_RESPONSE_BY_JOB_ORDER_ID),
                Role.OBSERVER,
                reception.with(1, (in, _) -> byId(in)));
        guard.grant(
                line.method(LineMethod.REQUEST_JOB_RESPONSE_BY_JOB_ORDER_STATE),
                Role.OBSERVER,
                reception.with(1, (in, _) -> byState(in)));
    }

    private interface Accepting {
        Reply ask(JobOrderDataType order, Person person);
    }

    private MethodInvocationHandler order(Accepting accepting) {
        return reception.with(2, (in, caller) -> told(accepting.ask(in.order(0), caller.saying(in.comment(1)))));
    }

    private MethodInvocationHandler named(Command command) {
        return reception.with(
                2, (in, caller) -> told(control.command(command, in.text(0), caller.saying(in.comment(1)))));
    }

    private static CallMethodResult told(Reply reply) {
        return Reception.answer(status(reply), List.of(status64(reply)));
    }

    private static long status(Reply reply) {
        return reply.done() ? StatusCodes.Good : UNCERTAIN;
    }

    private static Variant status64(Reply reply) {
        return Variant.ofUInt64(reply.status());
    }

    private CallMethodResult byId(Arguments in) throws BadCall {
        JobResults.Found found = results.byId(in.text(0));
        Optional<Variant> response = found.response().map(r -> Variant.of(ExtensionObject.encode(in.context(), r)));
        return Reception.answer(
                status(found.reply()), List.of(response.orElse(Variant.NULL_VALUE), status64(found.reply())));
    }

    private CallMethodResult byState(Arguments in) throws BadCall {
        List<StateDataType> asked = in.states(0);
        List<ExtensionObject> responses = new ArrayList<>();
        for (JobResponseDataType response : results.byState(asked)) {
            responses.add(ExtensionObject.encode(in.context(), response));
        }
        return Reception.answer(
                StatusCodes.Good, List.of(Variant.of(responses.toArray(ExtensionObject[]::new)), status64(Reply.DONE)));
    }
}
