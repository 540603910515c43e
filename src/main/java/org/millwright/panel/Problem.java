package org.millwright.panel;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with a request (RFC 9457).
 *
 * @param type names the kind of problem, the same for ever
 * @param title the same for every problem of the type
 * @param detail this problem in words
 * @param field the request's field that is wrong; null when it is none
 * @param problems one line for each mistake in a file, {@code file:line:column: key: found; expected}; else null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        @Nullable String detail,
        @Nullable String field,
        @Nullable List<String> problems) {

    /** Its media type. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** The kinds of problems. */
    enum Kind {
        BAD_REQUEST(400, "The request cannot be understood"),
        FORBIDDEN(403, "The request comes from somewhere else"),
        NOT_FOUND(404, "There is no such thing"),
        REFUSED(409, "That cannot be at this moment"),
        FILE_WRONG(422, "A file of the plant is wrong"),
        FAILED(500, "Millwright itself failed"),
        NOT_AVAILABLE(503, "Nothing can be recorded at this moment");

        private final int status;
        private final String title;

        Kind(int status, String title) {
            this.status = status;
            this.title = title;
        }

        Problem with(@Nullable String detail) {
            return with(detail, null, null);
        }

        Problem with(@Nullable String detail, @Nullable String field, @Nullable List<String> problems) {
            String name = name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
            return new Problem("urn:millwright:problem:" + name, title, status, detail, field, problems);
        }
    }
}
