package org.millwright.mes;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import org.millwright.access.Role;

/** The MES endpoint, and what its clients may use. The port is {@code millwright.mes-port}. */
@ConfigMapping(prefix = "millwright.mes")
public interface MesSettings {
    /** Address to listen at, and the host in the endpoint's address; 0.0.0.0 for all, and the machine's name. */
    @WithDefault("127.0.0.1")
    String host();

    /** Whether sessions without encryption are served too; otherwise such channels may only ask for the endpoints. */
    @WithDefault("false")
    boolean unsecured();

    /** Role of sessions that name nobody; without it there are no such sessions. */
    Optional<Role> anonymousRole();

    /** Limits of connections, before anybody has logged in. */
    Channels channels();

    /** Limits of sessions. */
    Sessions sessions();

    /** Limits of messages. */
    Messages messages();

    /** A connection is one channel. */
    interface Channels {
        /** Open at a time. */
        @WithDefault("200")
        int most();

        /** Open at a time from one address. */
        @WithDefault("100")
        int perAddress();

        /** Open without a session; one more closes the oldest of the address that has the most of them. */
        @WithDefault("64")
        int withoutSession();

        /** How long one may be open without a session. */
        @WithDefault("PT15S")
        Duration sessionWithin();
    }

    /** A session is one log-in. */
    interface Sessions {
        /** Logged in at a time. */
        @WithDefault("100")
        int most();

        /** Created and not logged in yet; one more closes the oldest. */
        @WithDefault("20")
        int notLoggedIn();

        /** How long a session may take to log in. */
        @WithDefault("PT5S")
        Duration logInWithin();

        /** Without a sign of life; what a client asks for is cut to it. At least 5 s. */
        @WithDefault("PT1M")
        Duration timeout();

        /** Subscriptions of one. */
        @WithDefault("20")
        int subscriptions();

        /** Monitored items of one. */
        @WithDefault("2000")
        int monitoredItems();

        /** Publish requests of one that wait for an answer. */
        @WithDefault("50")
        int publishRequests();

        /** Method calls of one in a second; twice as many in a burst. */
        @WithDefault("100")
        int callsPerSecond();
    }

    /** What a client may send. */
    interface Messages {
        /** Bytes of a request. */
        @WithDefault("524288")
        int bytes();

        /** Bytes of a chunk, 8,196 at least and 65,535 at most. */
        @WithDefault("65535")
        int chunkBytes();

        /** Characters of a text and bytes of a byte string, elements of an array: as many as fit into a request. */
        @WithDefault("16")
        int depth();

        /** Nodes to read, write or browse, methods to call, items to create, in one request. */
        @WithDefault("1000")
        int operations();
    }
}
