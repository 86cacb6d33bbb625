package io.tollgate.filters.login;

import io.tollgate.filters.http.Response;
import java.util.concurrent.CompletionStage;

/** A page of the gateway's own: shown, and posted to. */
interface OwnPage {
    /** Answers GET, and HEAD, whose body the writer leaves out. */
    CompletionStage<Response> get(Visit visit);

    /** Answers POST. */
    CompletionStage<Response> post(Visit visit);
}
