package org.millwright.panel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;
import org.millwright.document.DocumentException;
import org.millwright.panel.Problem.Kind;
import org.millwright.release.StoreException;
import org.millwright.upgrade.Upgrades.Refusal;
import org.millwright.upgrade.journal.JournalBrokenException;

/** Turns whatever ends a request into a problem; nobody outside sees a stack trace. */
public final class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    @ServerExceptionMapper
    public Response known(ProblemException e) {
        return response(e.problem());
    }

    @ServerExceptionMapper
    public Response refused(Refusal e) {
        return response(Kind.REFUSED.with(e.getMessage()));
    }

    @ServerExceptionMapper
    public Response fileWrong(DocumentException e) {
        return response(Kind.FILE_WRONG.with(
                "plan, release or plant cannot be used",
                null,
                e.problems().stream().map(Object::toString).toList()));
    }

    @ServerExceptionMapper
    public Response journalBroken(JournalBrokenException e) {
        return response(Kind.NOT_AVAILABLE.with(e.getMessage()));
    }

    @ServerExceptionMapper
    public Response storeBroken(StoreException e) {
        return response(Kind.NOT_AVAILABLE.with(e.getMessage()));
    }

    /** Named apart because the framework has a mapper of its own for it, which would win over a wider one. */
    @ServerExceptionMapper
    public Response wrongShape(MismatchedInputException e) {
        return badJson(e);
    }

    @ServerExceptionMapper
    public Response noJson(JsonProcessingException e) {
        return badJson(e);
    }

    /** What the framework itself refuses: no such path, wrong method, wrong media type, broken JSON. */
    @ServerExceptionMapper
    public Response framework(WebApplicationException e) {
        if (e.getCause() instanceof JsonProcessingException json) {
            return badJson(json);
        }
        Response.StatusType status = e.getResponse().getStatusInfo();
        if (status.getFamily() == Response.Status.Family.SUCCESSFUL) {
            return e.getResponse();
        }
        return response(new Problem(
                "about:blank", status.getReasonPhrase(), status.getStatusCode(), e.getMessage(), null, null));
    }

    @ServerExceptionMapper
    public Response failed(RuntimeException e) {
        LOG.error("a request failed", e);
        return response(Kind.FAILED.with("see the log of the service"));
    }

    private static Response badJson(JsonProcessingException e) {
        String detail = switch (e) {
            case UnrecognizedPropertyException unknown ->
                "unknown field; known are "
                        + unknown.getKnownPropertyIds().stream()
                                .map(String::valueOf)
                                .sorted()
                                .collect(Collectors.joining(", "));
            default -> e.getOriginalMessage();
        };
        return response(Kind.BAD_REQUEST.with(detail, field(e), null));
    }

    private static @Nullable String field(JsonProcessingException e) {
        if (!(e instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
            return null;
        }
        return mapping.getPath().getLast().getFieldName();
    }

    private static Response response(Problem problem) {
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem)
                .build();
    }
}
