package org.millwright.upgrade.journal;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.function.Function;
import org.millwright.plant.ControllerId;
import org.millwright.plant.LineId;
import org.millwright.plant.Revision;
import org.millwright.release.Sha256;
import org.millwright.upgrade.Event;
import org.millwright.upgrade.Outcome;
import org.millwright.upgrade.RunId;

/** Events as JSON text: a name for each case, identifiers as plain strings, times in ISO 8601. */
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

    static Event read(String json) {
        try {
            return MAPPER.readValue(json, Event.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not an event: " + json, e);
        }
    }

    private static ObjectMapper mapper() {
        SimpleModule ids = new SimpleModule();
        text(ids, ControllerId.class, ControllerId::new);
        text(ids, LineId.class, LineId::new);
        text(ids, RunId.class, RunId::new);
        text(ids, Revision.class, Revision::new);
        text(ids, Sha256.class, Sha256::new);
        ids.addKeyDeserializer(ControllerId.class, new KeyDeserializer() {
            @Override
            public Object deserializeKey(String key, DeserializationContext context) {
                return new ControllerId(key);
            }
        });
        return JsonMapper.builder()
                .addModule(ids)
                .addModule(new Jdk8Module())
                .addModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
                .visibility(PropertyAccessor.GETTER, JsonAutoDetect.Visibility.NONE)
                .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
                .addMixIn(Event.class, EventCases.class)
                .addMixIn(Outcome.class, OutcomeCases.class)
                .build();
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
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Event.Requested.class, name = "Requested"),
        @JsonSubTypes.Type(value = Event.Approved.class, name = "Approved"),
        @JsonSubTypes.Type(value = Event.HoldAsked.class, name = "HoldAsked"),
        @JsonSubTypes.Type(value = Event.Resumed.class, name = "Resumed"),
        @JsonSubTypes.Type(value = Event.AbortAsked.class, name = "AbortAsked"),
        @JsonSubTypes.Type(value = Event.Intended.class, name = "Intended"),
        @JsonSubTypes.Type(value = Event.Ended.class, name = "Ended"),
        @JsonSubTypes.Type(value = Event.Held.class, name = "Held"),
        @JsonSubTypes.Type(value = Event.TurnedBack.class, name = "TurnedBack"),
        @JsonSubTypes.Type(value = Event.Finished.class, name = "Finished")
    })
    private interface EventCases {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Outcome.Done.class, name = "Done"),
        @JsonSubTypes.Type(value = Outcome.Refused.class, name = "Refused"),
        @JsonSubTypes.Type(value = Outcome.Broken.class, name = "Broken"),
        @JsonSubTypes.Type(value = Outcome.Unknown.class, name = "Unknown")
    })
    private interface OutcomeCases {}
}
