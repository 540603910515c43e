package org.millwright;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.vertx.http.HttpServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.millwright.mes.MesServer;

/** Says where the service is found, once it is, and waits for the end of the process. */
public final class Service implements QuarkusApplication {
    private final HttpServer http;
    private final MesServer mes;

    Service(HttpServer http, MesServer mes) {
        this.http = http;
        this.mes = mes;
    }

    /** Starts the service and returns the process's exit code when it has ended. */
    static int runToItsEnd() {
        AtomicInteger exit = new AtomicInteger();
        Quarkus.run(Service.class, (code, failure) -> exit.set(failure == null ? code : explain(code, failure)));
        return exit.get();
    }

    @Override
    public int run(String... args) {
        System.out.println("Panel and API: " + http.getLocalBaseUri());
        System.out.println("MES: " + mes.address());
        Quarkus.waitForExit();
        return 0;
    }

    static int explain(int code, Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CannotStartException known) {
                System.err.println(known.getMessage());
                return known.exitCode();
            }
            if (cause instanceof QuarkusBindException taken) {
                System.err.println("port " + taken.getPort() + " is in use; choose another one with --http-port");
                return code;
            }
        }
        // Logging has ended with the service.
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        System.err.println("the service failed: " + trace);
        return code;
    }
}
