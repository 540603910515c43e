package org.millwright.mes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millwright.access.Role;
import org.millwright.mes.model.EquipmentDataType;
import org.millwright.mes.model.JobOrderDataType;
import org.millwright.mes.model.LineMethod;
import org.millwright.mes.model.MaterialDataType;
import org.millwright.mes.model.ParameterDataType;
import org.millwright.mes.model.PersonnelDataType;
import org.millwright.mes.model.PhysicalAssetDataType;
import org.millwright.mes.model.WorkMasterDataType;
import org.millwright.upgrade.RunId;

/** What is refused, how, and that it leaves no row; what is no call at all is Bad. */
class OrderRefusalsTest {
    private static final long UNABLE = 1 << 4;

    @TempDir
    private Path folder;

    private final Clock clock = Clock.systemUTC();
    private MesHouse house;
    private EncodingContext context;

    @BeforeEach
    void open() throws Exception {
        house = new MesHouse(folder, clock);
        context = Sent.context(house.client(Role.SUPERVISOR));
    }

    @AfterEach
    void close() {
        house.close();
    }

    /** Parts of an order that a test changes. */
    private record Wish(
            @Nullable String id,
            @Nullable List<WorkMasterDataType> plan,
            @Nullable DateTime start,
            @Nullable DateTime end,
            List<ParameterDataType> parameters,
            Needs needs) {
        Wish with(ParameterDataType... all) {
            return new Wish(id, plan, start, end, List.of(all), needs);
        }

        Wish with(Needs other) {
            return new Wish(id, plan, start, end, parameters, other);
        }

        Wish between(@Nullable Instant from, @Nullable Instant to) {
            return new Wish(
                    id,
                    plan,
                    from == null ? null : new DateTime(from),
                    to == null ? null : new DateTime(to),
                    parameters,
                    needs);
        }

        Wish by(WorkMasterDataType... masters) {
            return new Wish(id, List.of(masters), start, end, parameters, needs);
        }

        Wish called(@Nullable String other) {
            return new Wish(other, plan, start, end, parameters, needs);
        }
    }

    private record Needs(
            List<String> equipment, List<String> assets, List<String> people, List<MaterialDataType> material) {
        static final Needs NONE = new Needs(List.of(), List.of(), List.of(), List.of());
    }

    private long store(UnaryOperator<Wish> change) throws Exception {
        Wish plain = new Wish("job-1", List.of(master(house.plan().name())), null, null, List.of(), Needs.NONE);
        Wish wish = change.apply(plain);
        Needs needs = wish.needs();
        JobOrderDataType order = new JobOrderDataType(
                wish.id(),
                null,
                wish.plan(),
                wish.start(),
                wish.end(),
                null,
                wish.parameters(),
                needs.people().stream()
                        .map(id -> new PersonnelDataType(id, null, null, null, null, null))
                        .toList(),
                needs.equipment().stream()
                        .map(id -> new EquipmentDataType(id, null, null, null, null, null))
                        .toList(),
                needs.assets().stream()
                        .map(id -> new PhysicalAssetDataType(id, null, null, null, null, null))
                        .toList(),
                needs.material());
        return Sent.status(house.call(
                Role.SUPERVISOR,
                LineMethod.STORE,
                Variant.of(ExtensionObject.encode(context, order)),
                Variant.NULL_VALUE));
    }

    private static WorkMasterDataType master(String id, ParameterDataType... parameters) {
        return new WorkMasterDataType(id, null, List.of(parameters));
    }

    private static ParameterDataType parameter(String id, Variant value) {
        return new ParameterDataType(id, value, null, null, null);
    }

    private static long not(ReturnStatus why) {
        return UNABLE | ReturnStatus.of(java.util.Set.of(why)).longValue();
    }

    private void assertNothingStored() {
        assertThat(house.journal.read(new RunId("job-1"))).isEmpty();
    }

    @Test
    void aPlanThatIsNotOfferedIsRefused() throws Exception {
        long unknown = not(ReturnStatus.UNKNOWN_WORK_MASTER);

        assertThat(store(w -> w.by(master("no-plan")))).isEqualTo(unknown);
        assertThat(store(w -> w.by(master("broken")))).isEqualTo(unknown);
        assertThat(store(w -> w.by(master("plan-line-2")))).as("another line's").isEqualTo(unknown);
        assertThat(store(w -> w.by())).isEqualTo(unknown);
        assertThat(store(w ->
                        w.by(master(house.plan().name()), master(house.plan().name()))))
                .isEqualTo(unknown);
        assertNothingStored();
    }

    @Test
    void aPlanOfAnotherHashIsRefusedAndOfThisOneTaken() throws Exception {
        String name = house.plan().name();

        assertThat(store(w -> w.by(master(name, parameter("PlanHash", Variant.ofString("00"))))))
                .isEqualTo(not(ReturnStatus.HASH_MISMATCH));
        assertThat(store(w -> w.by(master(name, parameter("PlanHsh", Variant.ofString("00"))))))
                .isEqualTo(not(ReturnStatus.INVALID_PARAMETER));
        assertNothingStored();
        assertThat(store(w -> w.by(master(
                        name,
                        parameter(
                                "PlanHash", Variant.ofString(house.plan().hash().hex()))))))
                .isEqualTo(1);
    }

    @Test
    void whatIsMisspeltTwiceThereOrOfAnotherTypeIsRefused() throws Exception {
        long invalid = not(ReturnStatus.INVALID_PARAMETER);
        ParameterDataType downtime = parameter("MaxDowntime", Variant.ofDouble(60));

        assertThat(store(w -> w.with(parameter("MaxDowntme", Variant.ofDouble(60)))))
                .isEqualTo(invalid);
        assertThat(store(w -> w.with(downtime, downtime))).isEqualTo(invalid);
        assertThat(store(w -> w.with(parameter("MaxDowntime", Variant.ofInt32(60)))))
                .isEqualTo(invalid);
        assertThat(store(w -> w.with(parameter("MaxDowntime", Variant.ofDouble(-1)))))
                .isEqualTo(invalid);
        assertThat(store(w -> w.with(parameter("MaxDowntime", Variant.ofDouble(Double.NaN)))))
                .isEqualTo(invalid);
        assertThat(store(w -> w.with(parameter("JobExecutionMode", Variant.ofInt32(1)))))
                .isEqualTo(invalid);
        assertThat(store(w -> w.with(parameter("JobExecutionMode", Variant.ofInt32(0)))))
                .as("a rehearsal on real controllers")
                .isEqualTo(invalid);
        assertThat(store(w -> w.called("a job"))).isEqualTo(invalid);
        assertThat(store(w -> w.called(null))).isEqualTo(invalid);
        assertThat(store(w -> w.with(parameter("ChangeTicket", Variant.ofString("x".repeat(5_000))))))
                .isEqualTo(invalid);
        assertNothingStored();
    }

    @Test
    void aPartOfThePlansEquipmentIsRefusedAndTheWholeTaken() throws Exception {
        String line = MesHouse.LINE.value();
        List<String> all =
                house.plan().controllers().stream().map(c -> c.value()).toList();
        long unknown = not(ReturnStatus.UNKNOWN_EQUIPMENT);

        assertThat(store(w -> w.with(new Needs(all.subList(0, 1), List.of(), List.of(), List.of()))))
                .isEqualTo(unknown);
        assertThat(store(w -> w.with(new Needs(List.of("line-2"), List.of(), List.of(), List.of()))))
                .isEqualTo(unknown);
        assertThat(store(w -> w.with(new Needs(List.of(), all.subList(1, 2), List.of(), List.of()))))
                .isEqualTo(unknown);
        assertThat(store(w -> w.with(new Needs(List.of(), List.of(), List.of("role:NOBODY"), List.of()))))
                .isEqualTo(not(ReturnStatus.INVALID_PARAMETER));
        assertThat(store(w -> w.with(new Needs(
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(new MaterialDataType(null, "oil", null, null, null, null, null, null, null))))))
                .isEqualTo(not(ReturnStatus.INVALID_PARAMETER));
        assertNothingStored();
        assertThat(store(w -> w.with(new Needs(List.of(line), all, List.of("role:ENGINEER"), List.of()))))
                .isEqualTo(1);
    }

    @Test
    void aWindowThatIsOverOrTooShortIsRefused() throws Exception {
        Instant now = clock.instant();
        long outside = not(ReturnStatus.OUTSIDE_WINDOW);

        assertThat(store(w -> w.between(null, now.minusSeconds(1)))).isEqualTo(outside);
        assertThat(store(w -> w.between(now.plusSeconds(90), now.plusSeconds(60))))
                .isEqualTo(outside);
        assertThat(store(w -> w.between(now, now.plus(Duration.ofMinutes(5)))
                        .with(parameter("MaxDowntime", Variant.ofDouble(600)))))
                .isEqualTo(outside);
        assertNothingStored();
        assertThat(store(w -> w.between(now, now.plus(Duration.ofMinutes(15)))
                        .with(parameter("MaxDowntime", Variant.ofDouble(600)))))
                .isEqualTo(1);
    }

    @Test
    void whatIsNoCallOfTheMethodIsBadAndSaysWhichArgument() throws Exception {
        CallMethodResult missing = house.call(Role.SUPERVISOR, LineMethod.START, Variant.ofString("job-1"));
        CallMethodResult many = house.call(
                Role.SUPERVISOR, LineMethod.GET_UPGRADE_STATUS, Variant.ofString("a"), Variant.ofString("b"));
        CallMethodResult number = house.call(Role.SUPERVISOR, LineMethod.START, Variant.ofInt32(7), Variant.NULL_VALUE);
        CallMethodResult otherStructure = house.call(
                Role.SUPERVISOR,
                LineMethod.STORE,
                Variant.of(ExtensionObject.encode(context, master("small"))),
                Variant.NULL_VALUE);

        assertThat(missing.getStatusCode()).isEqualTo(new StatusCode(StatusCodes.Bad_ArgumentsMissing));
        assertThat(many.getStatusCode()).isEqualTo(new StatusCode(StatusCodes.Bad_TooManyArguments));
        for (CallMethodResult wrong : List.of(number, otherStructure)) {
            assertThat(wrong.getStatusCode()).isEqualTo(new StatusCode(StatusCodes.Bad_InvalidArgument));
            assertThat(Objects.requireNonNull(wrong.getInputArgumentResults()))
                    .containsExactly(new StatusCode(StatusCodes.Bad_TypeMismatch), StatusCode.GOOD);
        }
    }

    @Test
    void aCommentThatIsTooLongIsRefusedAndNothingDone() throws Exception {
        assertThat(store(w -> w)).isEqualTo(1);
        Variant endless = Variant.of(new LocalizedText[] {LocalizedText.english("x".repeat(1_001))});

        CallMethodResult started = house.call(Role.SUPERVISOR, LineMethod.START, Variant.ofString("job-1"), endless);

        assertThat(Sent.status(started)).isEqualTo(not(ReturnStatus.INVALID_PARAMETER));
        assertThat(house.journal.read(new RunId("job-1"))).hasSize(1);
    }

    @Test
    void theFlatFaceSaysInWordsWhatItDoesNotUnderstand() throws Exception {
        Variant[] json = new Sent("job-1", house.plan().name(), 0).flat(false);
        json[11] = Variant.ofString("{\"ChangeTicket\": ");
        Variant[] mode = new Sent("job-1", house.plan().name(), 0).flat(false);
        mode[9] = Variant.ofString("Test");

        for (Variant[] wrong : List.of(json, mode)) {
            CallMethodResult told = house.call(Role.MES, LineMethod.SUBMIT_UPGRADE, wrong);
            assertThat(told.getStatusCode()).isEqualTo(StatusCode.GOOD);
            assertThat(Sent.status(told)).isEqualTo(not(ReturnStatus.INVALID_PARAMETER));
            assertThat(String.valueOf(Objects.requireNonNull(told.getOutputArguments())[1].value()))
                    .containsAnyOf("ParametersJson", "ExecutionMode");
        }
        assertNothingStored();
    }
}
