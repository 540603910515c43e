package org.millwright.panel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import org.millwright.panel.Problem.Kind;

/**
 * Any page in a browser on this machine can reach 127.0.0.1. Before anything else looks at a request:
 *
 * <ol>
 *   <li>its Host must be this machine by address or as localhost: another name that leads here is a page that changed
 *       its own address after it was loaded (DNS rebinding) and would pass for the panel;
 *   <li>one that changes something must come from the panel itself or from no page: {@code Sec-Fetch-Site} and {@code
 *       Origin} are set by browsers and out of a page's reach (W3C Fetch Metadata, RFC 6454). Another port on this
 *       machine is another origin.
 * </ol>
 */
@Singleton
public final class LocalOnly {
    private static final int FIRST = 10_000;
    private static final Set<String> HERE = Set.of("127.0.0.1", "localhost", "::1", "[::1]");
    private static final Set<HttpMethod> HARMLESS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private final ObjectMapper json;

    LocalOnly(ObjectMapper json) {
        this.json = json;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, FIRST);
    }

    private void check(RoutingContext context) {
        Optional<String> objection = objection(context.request());
        if (objection.isEmpty()) {
            context.next();
            return;
        }
        Problem problem = Kind.FORBIDDEN.with(objection.get());
        context.response().setStatusCode(problem.status()).putHeader("Content-Type", Problem.MEDIA_TYPE);
        try {
            context.response().end(json.writeValueAsString(problem));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<String> objection(HttpServerRequest request) {
        HostAndPort host = request.authority();
        if (host == null || !HERE.contains(host.host())) {
            return Optional.of("the Host header must name 127.0.0.1, localhost or [::1]");
        }
        if (HARMLESS.contains(request.method())) {
            return Optional.empty();
        }
        String site = request.getHeader("Sec-Fetch-Site");
        String origin = request.getHeader("Origin");
        boolean ours = (site == null || OWN_SITES.contains(site))
                && (origin == null || origin.equals(request.scheme() + "://" + request.getHeader("Host")));
        return ours ? Optional.empty() : Optional.of("only the panel itself may change something from a browser");
    }
}
