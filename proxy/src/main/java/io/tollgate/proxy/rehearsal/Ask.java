package io.tollgate.proxy.rehearsal;

import io.tollgate.filters.http.Field;
import java.util.List;

/**
 * A request of the script. Immutable.
 *
 * @param path as it stands in the request line
 * @param fields beside the host and the length; names in lower case
 * @param body of a form; empty for none
 */
record Ask(String method, String path, List<Field> fields, String body) {
    Ask {
        fields = List.copyOf(fields);
    }
}
