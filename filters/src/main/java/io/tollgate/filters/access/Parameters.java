package io.tollgate.filters.access;

import io.tollgate.filters.http.Form;
import io.tollgate.filters.http.Parameter;
import io.tollgate.filters.http.UrlEncoded;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parameters a request has, read from its query when a rule first asks. Of one judgement after the other. */
final class Parameters {
    private @Nullable Readings readings;
    private @Nullable Form form;
    private boolean isRead;
    private @Nullable List<Parameter> query;

    /** Those of this request from now on. {@code form} is null where there is a body that nobody has read. */
    void begin(Readings ofRequest, @Nullable Form ofBody) {
        readings = ofRequest;
        form = ofBody;
        isRead = false;
        query = null;
    }

    /** Of no request any more. */
    void end() {
        readings = null;
        form = null;
        isRead = false;
        query = null;
    }

    /** The query's parameters; null where it can't be decoded. */
    @Nullable
    List<Parameter> query() {
        Readings current = readings;
        if (current == null) {
            throw new IllegalStateException("asked outside of a judgement");
        }
        if (!isRead) {
            query = UrlEncoded.parse(current.query());
            isRead = true;
        }
        return query;
    }

    /** Whether a rule that allows does so: every condition has an occurrence, and no occurrence is anything else. */
    Outcome.Kind allows(Rule rule) {
        List<Parameter> inQuery = query();
        if (inQuery == null) {
            return Outcome.Kind.UNREADABLE;
        }
        List<Parameter> inForm = form == null ? List.of() : form.parameters();
        boolean isMet = true;
        for (Condition condition : rule.conditions()) {
            if (condition.isBrokenByAny(inQuery) || condition.isBrokenByAny(inForm)) {
                return Outcome.Kind.DOES_NOT;
            }
            isMet &= condition.isMetExactly(inQuery) || condition.isMetExactly(inForm);
        }
        if (form == null) {
            return Outcome.Kind.OPEN;
        }
        return isMet ? Outcome.Kind.APPLIES : Outcome.Kind.DOES_NOT;
    }

    /** Whether a rule that denies does so: every condition has an occurrence that matches. */
    Outcome.Kind denies(Rule rule) {
        List<Parameter> inQuery = query();
        if (inQuery == null) {
            return Outcome.Kind.UNREADABLE;
        }
        List<Parameter> inForm = form == null ? List.of() : form.parameters();
        for (Condition condition : rule.conditions()) {
            if (!condition.isMetByAny(inQuery) && !condition.isMetByAny(inForm)) {
                return form == null ? Outcome.Kind.OPEN : Outcome.Kind.DOES_NOT;
            }
        }
        return Outcome.Kind.APPLIES;
    }
}
