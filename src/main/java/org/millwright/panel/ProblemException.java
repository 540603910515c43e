package org.millwright.panel;

import org.jspecify.annotations.Nullable;

/** Ends a request with a problem. */
final class ProblemException extends RuntimeException {
    private final transient Problem problem;

    private ProblemException(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    static ProblemException notFound(String what) {
        return new ProblemException(Problem.Kind.NOT_FOUND.with("there is no " + what));
    }

    /**
     * The body of a request is wrong.
     *
     * @param field null for the body as a whole
     */
    static ProblemException badRequest(@Nullable String field, String detail) {
        return new ProblemException(Problem.Kind.BAD_REQUEST.with(detail, field, null));
    }

    static ProblemException notAvailable(String detail) {
        return new ProblemException(Problem.Kind.NOT_AVAILABLE.with(detail));
    }

    Problem problem() {
        return problem;
    }
}
