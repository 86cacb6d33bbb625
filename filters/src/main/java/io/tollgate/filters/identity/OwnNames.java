package io.tollgate.filters.identity;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The names that somebody who guesses would try for one person: their own and those of the place they work at. Immutable.
 *
 * @param whole may not be part of a password at all
 * @param pieces may be part of one that is long enough without them
 */
record OwnNames(Set<String> whole, Set<String> pieces) {
    /** A name this short says nothing when it is part of a password. */
    private static final int SHORTEST = 4;
    /** The same where only what is left without it counts: "eva" in "eva.clinic-19891". */
    private static final int SHORTEST_OWN = 3;
    /** Letters and digits that have to be left when the names are taken out. */
    private static final int LEFT = 8;

    /** Those of a user, and of the places. */
    static OwnNames of(String userName, Collection<String> places) {
        String local = userName.substring(0, Math.max(0, userName.indexOf('@')));
        Set<String> whole = new LinkedHashSet<>();
        for (String name : List.of(userName, local)) {
            if (name.length() >= SHORTEST) {
                whole.add(name);
            }
        }
        Set<String> pieces = new LinkedHashSet<>();
        add(pieces, userName, SHORTEST);
        add(pieces, local, SHORTEST_OWN);
        add(pieces, "tollgate", SHORTEST);
        places.forEach(place -> add(pieces, place, SHORTEST));
        return new OwnNames(whole, pieces);
    }

    /** Every name, for whoever estimates what a password is worth. */
    Set<String> all() {
        Set<String> all = new LinkedHashSet<>(whole);
        all.addAll(pieces);
        return all;
    }

    /** Why this text, in lower case, is refused. */
    Optional<String> objection(String folded) {
        if (whole.stream().anyMatch(folded::contains)) {
            return Optional.of("It has your own name in it.");
        }
        String rest = folded;
        for (String piece : pieces) {
            rest = rest.replace(piece, " ");
        }
        boolean isShort = rest.codePoints().filter(Character::isLetterOrDigit).count() < LEFT;
        return !rest.equals(folded) && isShort
                ? Optional.of("It is little more than your name or the name of this place.")
                : Optional.empty();
    }

    private static void add(Set<String> pieces, String name, int shortest) {
        for (String piece : name.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{M}\\p{N}]+", -1)) {
            if (piece.length() >= shortest) {
                pieces.add(piece);
            }
        }
    }
}
