package org.millwright.service;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import io.smallrye.reactive.messaging.connector.InboundConnector;
import io.smallrye.reactive.messaging.connector.OutboundConnector;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;

/** The far end of the channels, in the test's hand. */
@ApplicationScoped
@Connector("millwright-test")
public class TestConnector implements InboundConnector, OutboundConnector {
    private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final BroadcastProcessor<Message<?>> commands = BroadcastProcessor.create();

    /** What went out, oldest first. */
    public BlockingQueue<String> sent() {
        return sent;
    }

    /** Does not take the next messages. */
    public void refuse(int messages) {
        refusals.set(messages);
    }

    public void command(String json) {
        commands.onNext(Message.of(json));
    }

    @Override
    public Flow.Publisher<? extends Message<?>> getPublisher(Config config) {
        return Multi.createFrom().publisher(commands);
    }

    @Override
    public Flow.Subscriber<? extends Message<?>> getSubscriber(Config config) {
        return new Flow.Subscriber<Message<?>>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(Message<?> message) {
                if (refusals.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                    message.nack(new IllegalStateException("refused by the test"));
                } else {
                    sent.add(message.getPayload().toString());
                    message.ack();
                }
            }

            @Override
            public void onError(Throwable failure) {
                throw new AssertionError(failure);
            }

            @Override
            public void onComplete() {}
        };
    }
}
