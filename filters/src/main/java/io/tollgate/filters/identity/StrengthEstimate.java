package io.tollgate.filters.identity;

import io.tollgate.config.PasswordStrength;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import me.gosimple.nbvcxz.Nbvcxz;
import me.gosimple.nbvcxz.matching.match.DateMatch;
import me.gosimple.nbvcxz.matching.match.DictionaryMatch;
import me.gosimple.nbvcxz.matching.match.Match;
import me.gosimple.nbvcxz.matching.match.RepeatMatch;
import me.gosimple.nbvcxz.matching.match.SequenceMatch;
import me.gosimple.nbvcxz.matching.match.SpacialMatch;
import me.gosimple.nbvcxz.matching.match.YearMatch;
import me.gosimple.nbvcxz.resources.ConfigurationBuilder;
import me.gosimple.nbvcxz.resources.Dictionary;
import me.gosimple.nbvcxz.resources.DictionaryBuilder;
import me.gosimple.nbvcxz.scoring.Result;
import org.jspecify.annotations.Nullable;

/**
 * What a password is worth to somebody who guesses well: an estimate by nbvcxz, which knows common passwords, words, names,
 * dates and rows of keys. Stateless; takes milliseconds, so it belongs on the {@link HashPool}.
 *
 * <p>Bounded: only the first characters are looked at, of which a longer password is worth no less, and what follows from
 * what was found is searched for a fraction of a second at most.
 */
final class StrengthEstimate {
    /** What is looked at: the library's work grows with the square of the length and more. */
    static final int MOST_CHARS = 40;

    private static final long MOST_MILLIS = 100;

    private StrengthEstimate() {}

    /** Why the password is too weak, in plain words; null where it is not. {@code names} count as guessed first. */
    static @Nullable String objection(String password, Collection<String> names, PasswordStrength least) {
        if (least == PasswordStrength.OFF) {
            return null;
        }
        Result result = estimate(password, names);
        if (result.getBasicScore() >= least.score()) {
            return null;
        }
        String hint = hint(result);
        return "It is easier to guess than it looks" + (hint.isEmpty() ? "" : ": " + hint)
                + ". Another word or two that don't belong to the rest make it better.";
    }

    private static Result estimate(String password, Collection<String> names) {
        List<Dictionary> dictionaries = new ArrayList<>(ConfigurationBuilder.getDefaultDictionaries());
        dictionaries.add(new DictionaryBuilder()
                .setDictionaryName("names")
                .setExclusion(true)
                .addWords(names, 1)
                .createDictionary());
        return new Nbvcxz(new ConfigurationBuilder()
                        .setLocale(Locale.ENGLISH)
                        .setDictionaries(dictionaries)
                        .setMaxLength(MOST_CHARS)
                        .setCombinationAlgorithmTimeout(MOST_MILLIS)
                        .createConfiguration())
                .estimate(password.substring(0, Math.min(password.length(), MOST_CHARS)));
    }

    /** What was found in most of it. */
    private static String hint(Result result) {
        Match largest = null;
        for (Match match : result.getMatches()) {
            if (!words(match).isEmpty() && (largest == null || match.getLength() > largest.getLength())) {
                largest = match;
            }
        }
        return largest == null ? "" : words(largest);
    }

    private static String words(Match match) {
        if (match instanceof DictionaryMatch found) {
            return switch (found.getDictionaryName()) {
                case "passwords" -> "there is a common password in it, and those are tried first";
                case "names" -> "there is a name in it that belongs to you or to this place";
                case "male_names", "female_names", "surnames" -> "there is a name in it, and names are tried early";
                default -> "there is a common word in it, and words alone or with a number are tried early";
            };
        }
        if (match instanceof DateMatch || match instanceof YearMatch) {
            return "there is a date in it, and dates are tried early";
        }
        if (match instanceof SpacialMatch) {
            return "there is a row of neighbouring keys in it, and those are tried early";
        }
        if (match instanceof SequenceMatch) {
            return "there is a sequence such as abc or 123 in it";
        }
        return match instanceof RepeatMatch ? "there is something in it that is repeated" : "";
    }
}
