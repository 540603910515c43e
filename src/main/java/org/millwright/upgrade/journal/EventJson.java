package org.millwright.upgrade.journal;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.millwright.plan.Plan;
import org.millwright.plant.ControllerId;
import org.millwright.plant.LineId;
import org.millwright.plant.Revision;
import org.millwright.release.Sha256;
import org.millwright.upgrade.Event;
import org.millwright.upgrade.Outcome;
import org.millwright.upgrade.RunId;
import org.millwright.upgrade.Window;

/**
 * Events as JSON text: ASCII on one line, the name of its record for each case, identifiers as plain strings, times in
 * ISO 8601, maps sorted by key. The same event gives the same text in every process. Names of records and of their
 * components stand in journals for ever: one that changes must still be read under its old name. A component that is
 * added later is an Optional, which old rows leave empty.
 */
public final class EventJson {
    private static final ObjectMapper MAPPER = mapper();

    private EventJson() {}

    static String kind(Event event) {
        return event.getClass().getSimpleName();
    }

    static String write(Event event) {
        try {
            return MAPPER.writerFor(Event.class).writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + event, e);
        }
    }

    /** Refuses, with IllegalStateException, whatever it does not know or misses: nothing is read half. */
    static Event read(String json) {
        try {
            return MAPPER.readValue(json, Event.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not an event: " + json, e);
        }
    }

    private static ObjectMapper mapper() {
        JsonMapper mapper = JsonMapper.builder()
                .addModule(identifiers())
                .addModule(new Jdk8Module())
                .addModule(new JavaTimeModule())
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
                .visibility(PropertyAccessor.GETTER, JsonAutoDetect.Visibility.NONE)
                .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
                .addMixIn(Event.class, EventName.class)
                .addMixIn(Outcome.class, OutcomeName.class)
                .addMixIn(Event.Requested.class, Grown.class)
                .addMixIn(Window.class, Grown.class)
                .addMixIn(Plan.class, Grown.class)
                .addMixIn(Plan.FlashPolicy.class, Grown.class)
                .build();
        cases(mapper, Event.class);
        cases(mapper, Outcome.class);
        return mapper;
    }

    private static void cases(ObjectMapper mapper, Class<?> sealed) {
        Stream.of(sealed.getPermittedSubclasses())
                .forEach(c -> mapper.registerSubtypes(new NamedType(c, c.getSimpleName())));
    }

    private static SimpleModule identifiers() {
        SimpleModule module = new SimpleModule();
        text(module, ControllerId.class, ControllerId::new);
        text(module, LineId.class, LineId::new);
        text(module, RunId.class, RunId::new);
        text(module, Revision.class, Revision::new);
        text(module, Sha256.class, Sha256::new);
        return module.addKeyDeserializer(ControllerId.class, new KeyDeserializer() {
            @Override
            public Object deserializeKey(String key, DeserializationContext context) {
                return new ControllerId(key);
            }
        });
    }

    private static <T> void text(SimpleModule module, Class<T> type, Function<String, T> parse) {
        module.addSerializer(type, new ToStringSerializer(type));
        module.addDeserializer(type, new StdDeserializer<T>(type) {
            @Override
            public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
                return parse.apply(parser.getText());
            }
        });
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
    private interface EventName {}

    /** What rows did not have from the beginning is not written when it is not there. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    private interface Grown {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
    private interface OutcomeName {}
}
