package org.millwright.mes;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.jboss.logging.Logger;
import org.millwright.mes.model.JobModel;
import org.millwright.mes.model.JobOrderDataType;
import org.millwright.mes.model.LineNodes;
import org.millwright.mes.model.LineVariable;
import org.millwright.mes.model.ParameterDataType;
import org.millwright.mes.model.Structures;
import org.millwright.mes.model.WorkMasterDataType;
import org.millwright.plan.Plan;
import org.millwright.plan.PlanCatalog;
import org.millwright.plant.Line;
import org.millwright.plant.LineId;
import org.millwright.plant.Plant;
import org.millwright.upgrade.Orders;
import org.millwright.upgrade.Requests;
import org.millwright.upgrade.Upgrades;
import org.millwright.upgrade.journal.Journal;

/** Job control of every line: nodes, methods, lists, events and live values. */
public final class JobPart implements Part {
    private static final Logger LOG = Logger.getLogger(JobPart.class);

    private final House house;
    private final Clock clock;
    private Optional<Started> started = Optional.empty();

    /** What job control works with. */
    public record House(Plant plant, PlanCatalog catalog, Orders orders, Runs runs, Journal journal) {}

    /** Runs, and how they are asked for. */
    public record Runs(Upgrades upgrades, Requests requests) {}

    private record Started(JobBoard board, LiveFeed live) {}

    public JobPart(House house, Clock clock) {
        this.house = house;
        this.clock = clock;
    }

    @Override
    public void addTo(OpcUaServer server, Guard guard) {
        JobModel model = JobModel.addTo(server);
        EncodingContext context = server.getStaticEncodingContext();
        JobResponses responses = new JobResponses(JobStates.in(server.getNamespaceTable()));
        Reception reception = new Reception(context, guard);
        Map<LineId, LineView> views = new HashMap<>();
        Map<LineId, LiveTags> tags = new HashMap<>();
        for (Line line : house.plant().lines()) {
            LineNodes nodes = model.addLine(line.id().value());
            OrderReader reader = new OrderReader(
                    line.id(), house.catalog(), house.runs().requests().rehearses(line.id()), clock);
            JobControl control = new JobControl(house.orders(), reader, order -> encoded(context, order));
            JobResults results = new JobResults(house.orders(), line.id(), responses, clock);
            new StandardFace(control, results, reception).serve(nodes, guard);
            new FlatFace(control, results, reception).serve(nodes, guard);
            describe(nodes, line);
            house.catalog().onChange(() -> offer(nodes, line));
            offer(nodes, line);
            views.put(line.id(), new LineView(nodes, responses, bytes -> decoded(context, bytes)));
            tags.put(line.id(), new LiveTags(nodes, line, clock));
        }
        JobBoard board = new JobBoard(house.journal(), house.orders(), views, LOG::warn);
        LiveFeed live = new LiveFeed(house.runs().upgrades(), house.journal(), tags, LOG::warn);
        board.start();
        live.start();
        started = Optional.of(new Started(board, live));
    }

    private static byte[] encoded(EncodingContext context, JobOrderDataType order) {
        return ((ByteString) ExtensionObject.encode(context, order).getBody()).bytesOrEmpty();
    }

    /** Of the server's own encoding: namespaces have the same indexes at each start. */
    private static JobOrderDataType decoded(EncodingContext context, byte[] bytes) {
        return Structures.decoded(context, JobOrderDataType.class, bytes);
    }

    private static void describe(LineNodes nodes, Line line) {
        List<String> controllers =
                line.controllers().stream().map(c -> c.id().value()).toList();
        nodes.value(LineVariable.EQUIPMENT_ID)
                .set(Stream.concat(Stream.of(line.id().value()), controllers.stream())
                        .toArray(String[]::new));
        nodes.value(LineVariable.PHYSICAL_ASSET_ID).set(controllers.toArray(String[]::new));
        nodes.value(LineVariable.PERSONNEL_ID).set(new String[] {OrderReader.APPROVER});
        nodes.value(LineVariable.MATERIAL_CLASS_ID).set(new String[0]);
        nodes.value(LineVariable.MATERIAL_DEFINITION_ID).set(new String[0]);
        nodes.value(LineVariable.MAX_DOWNLOADABLE_JOB_ORDERS).set(UShort.valueOf(Orders.MOST));
    }

    /** Publishes the plans that can be ordered. */
    private void offer(LineNodes nodes, Line line) {
        nodes.value(LineVariable.WORK_MASTER)
                .set(house.catalog().of(line.id()).stream()
                        .map(JobPart::workMaster)
                        .toList());
    }

    private static WorkMasterDataType workMaster(Plan plan) {
        ParameterDataType hash = new ParameterDataType(
                OrderReader.PLAN_HASH,
                Variant.ofString(plan.hash().hex()),
                List.of(LocalizedText.english("hash of plan, release and line")),
                null,
                null);
        return new WorkMasterDataType(
                plan.name(),
                LocalizedText.english("upgrade to release " + plan.release()),
                Stream.concat(
                                Stream.of(hash),
                                Stream.of(OrderParameter.values()).map(OrderParameter::described))
                        .toList());
    }

    @Override
    public void end() {
        started.ifPresent(s -> {
            s.live().close();
            s.board().close();
        });
        started = Optional.empty();
    }
}
