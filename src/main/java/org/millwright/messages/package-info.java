/**
 * Journal rows out to other systems and commands in, over two SmallRye Reactive Messaging channels:
 *
 * <ul>
 *   <li>{@code run-events}: every row of the journal as JSON, in order, at least once. The place of the last one that the
 *       outlet acknowledged is kept in {@code outbox-position} beside the journal; a receiver tells a repeated row by
 *       {@code run} and {@code seq}.
 *   <li>{@code run-commands}: what {@link org.millwright.messages.Commands} understands.
 * </ul>
 *
 * Both lead nowhere by default ({@link org.millwright.messages.LocalConnector}). With SmallRye's MQTT or Kafka connector
 * on the class path an installation leads them elsewhere by configuration alone, for example:
 *
 * <pre>
 * mp.messaging.outgoing.run-events.connector=smallrye-mqtt
 * mp.messaging.outgoing.run-events.host=broker.plant.example
 * mp.messaging.outgoing.run-events.topic=millwright/run-events
 * mp.messaging.outgoing.run-events.qos=1
 *
 * mp.messaging.outgoing.run-events.connector=smallrye-kafka
 * mp.messaging.outgoing.run-events.bootstrap.servers=broker.plant.example:9092
 * mp.messaging.outgoing.run-events.topic=millwright-run-events
 * mp.messaging.outgoing.run-events.value.serializer=org.apache.kafka.common.serialization.StringSerializer
 * </pre>
 */
@NullMarked
package org.millwright.messages;

import org.jspecify.annotations.NullMarked;
