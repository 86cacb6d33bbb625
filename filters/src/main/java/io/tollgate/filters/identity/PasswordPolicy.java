package io.tollgate.filters.identity;

import io.tollgate.config.PasswordComposition;
import io.tollgate.config.PasswordConfig;
import io.tollgate.config.PasswordHistory;
import io.tollgate.config.PasswordStrength;
import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a new password must be: the whole of it in NFC, long enough, not among the first that somebody would guess, and
 * whatever else the operator asks for. Safe for use by any thread.
 */
public final class PasswordPolicy {
    private final Function<@Nullable User, PasswordConfig> rules;
    private final Supplier<? extends Collection<String>> places;
    private final CommonWords common;

    /**
     * Blocks, for the list of common passwords; for the start only.
     *
     * @param rules asked anew each time, null for nobody in particular: a reload changes them; must not block
     * @param places names that everybody here would think of: of the apps, their hosts, the tenants
     */
    public PasswordPolicy(
            Function<@Nullable User, PasswordConfig> rules, Supplier<? extends Collection<String>> places) {
        this.rules = rules;
        this.places = places;
        this.common = CommonWords.load();
    }

    /** What holds for this user. */
    public PasswordConfig rules(@Nullable User user) {
        return rules.apply(user);
    }

    /**
     * Why the password is refused for this user, in plain words, a sentence each; empty where it is not. Quick: what takes
     * longer is {@link #weakness} and comparing with old ones.
     */
    public List<String> objections(char[] password, User user) {
        PasswordConfig config = rules(user);
        if (PasswordText.isTooLong(password)) {
            return List.of("It is longer than " + PasswordText.MOST_CHARS + " characters.");
        }
        List<String> objections = new ArrayList<>();
        String composed = composed(password);
        int length = composed.codePointCount(0, composed.length());
        if (length < config.minLength()) {
            objections.add("It has " + length + " characters; at least " + config.minLength() + " are needed.");
        }
        if (hasUnwritable(composed)) {
            objections.add("It has characters in it that can't be typed again.");
        }
        if (config.composition() == PasswordComposition.LETTERS_AND_DIGITS && !hasBoth(composed)) {
            objections.add("It needs at least one letter and one digit.");
        }
        GuessedFirst guessed = new GuessedFirst(common, config.blocklist(), config.minLength());
        guessed.objection(composed.toLowerCase(Locale.ROOT)).ifPresent(objections::add);
        names(user).objection(composed.toLowerCase(Locale.ROOT)).ifPresent(objections::add);
        return objections;
    }

    /** Why it is too easy to guess for what the rules ask; null where it is not. Takes milliseconds, on a hashing thread. */
    @Nullable
    String weakness(char[] password, User user) {
        PasswordStrength least = rules(user).strength();
        return PasswordText.isTooLong(password)
                ? null
                : StrengthEstimate.objection(composed(password), names(user).all(), least);
    }

    /** What a person has to know before choosing, a sentence each. */
    public List<String> hints(User user) {
        PasswordConfig config = rules(user);
        List<String> hints = new ArrayList<>();
        hints.add("At least " + config.minLength()
                + " characters. A few words in a row are easy to remember and hard to guess.");
        if (config.composition() == PasswordComposition.LETTERS_AND_DIGITS) {
            hints.add("At least one letter and one digit.");
        }
        hints.add("Not your name, not the name of this place, and no password that many others have.");
        if (config.strength() != PasswordStrength.OFF) {
            hints.add("Not easy to guess: single words, names, dates and rows of keys are tried first.");
        }
        old(config.history()).ifPresent(hints::add);
        if (config.isExpiring()) {
            hints.add("It is good for " + config.maxAge().toDays() + " days.");
        }
        return hints;
    }

    private static Optional<String> old(PasswordHistory history) {
        if (!history.isKept()) {
            return Optional.empty();
        }
        Duration within = history.within();
        String last =
                history.last() == 0 ? "" : history.last() == 1 ? "your last one" : "any of your last " + history.last();
        String recent = within.isZero() ? "" : "one that you have used in the last " + within.toDays() + " days";
        return Optional.of("Not " + last + (last.isEmpty() || recent.isEmpty() ? "" : " or ") + recent + ".");
    }

    private OwnNames names(User user) {
        return OwnNames.of(user.name(), places.get());
    }

    private static String composed(char[] password) {
        return Normalizer.normalize(new String(password), Normalizer.Form.NFC);
    }

    private static boolean hasBoth(String text) {
        return text.codePoints().anyMatch(Character::isLetter)
                && text.codePoints().anyMatch(Character::isDigit);
    }

    private static boolean hasUnwritable(String text) {
        return text.codePoints()
                .anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }
}
