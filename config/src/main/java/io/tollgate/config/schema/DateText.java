package io.tollgate.config.schema;

import io.tollgate.config.MalformedValueException;
import io.tollgate.config.schema.ValueType.ScalarType;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/** Days as operators write them: {@code 2027-06-30}. */
final class DateText {

    private static final String PATTERN = "[0-9]{4}-[0-9]{2}-[0-9]{2}";

    static final ScalarType<LocalDate> TYPE =
            Types.text("a day such as 2027-06-30", PATTERN, DateText::parse, LocalDate::toString);

    private DateText() {}

    private static LocalDate parse(String text) {
        try {
            if (text.matches(PATTERN)) {
                return LocalDate.parse(text);
            }
        } catch (DateTimeParseException e) {
            throw new MalformedValueException("\"" + text + "\" is no day of the calendar", "write one that there is");
        }
        throw new MalformedValueException(
                "\"" + text + "\" is not a day", "write year, month and day, such as 2027-06-30");
    }
}
